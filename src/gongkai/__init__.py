"""Gongkai 公开: one record base for the open-government duties of a city's education bodies."""

__version__ = "0.1.0"

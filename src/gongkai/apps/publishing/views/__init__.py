"""Screens of a document's life from 送审 on."""

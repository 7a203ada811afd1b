"""Screens of official documents up to 送审. What follows stands on the `publishing` floor."""

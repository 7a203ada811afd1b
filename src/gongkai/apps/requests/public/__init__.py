"""What a citizen sees of requests: the form, the receipt's page with its days, what can be answered there."""

"""依申请公开: requests for information, from receipt to archive, with the legal clock (docs/one-request.md)."""

"""Tags of the guest's skeleton."""

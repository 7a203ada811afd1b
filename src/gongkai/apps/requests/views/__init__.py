"""The page of a case, and what is peculiar."""

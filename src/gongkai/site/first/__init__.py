"""初次设置: an empty installation gets its bodies, people and columns from five answers or from one table."""

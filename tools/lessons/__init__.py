"""From a master to its notebooks: read, check, derive, execute, drive in a browser."""

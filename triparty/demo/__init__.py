"""A sample community walked along the whole road, through the same services as any other."""

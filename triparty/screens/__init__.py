"""What is shown: one file for each screen, over services and queries."""

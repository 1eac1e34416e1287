"""What is done: one function for each thing a person can ask for."""

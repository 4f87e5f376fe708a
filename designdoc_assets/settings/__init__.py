"""What the operator and the target ask for, as one typed object; everything else is handed what it needs of it."""

"""What files say of how the target is run and delivered: they are read, and nothing in them is executed."""

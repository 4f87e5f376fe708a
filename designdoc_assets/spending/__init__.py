"""What model calls cost, and the cap that they never pass: prices, the journal of calls, the budget."""

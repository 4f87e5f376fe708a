"""From a plan to pages: what is due, what it costs, who writes it, what came of it. Knows nothing of Dagster."""

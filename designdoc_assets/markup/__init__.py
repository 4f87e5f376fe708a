"""Text in, Markdown out: pieces of Markdown, prose made inert, diagrams. Knows no page and no target."""

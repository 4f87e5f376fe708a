; What only the grammar with JSX knows.
((jsx_opening_element name: (_) @use.call) (#match? @use.call "^[A-Z]|[.]"))
((jsx_self_closing_element name: (_) @use.call) (#match? @use.call "^[A-Z]|[.]"))
(jsx_expression (identifier) @use.name)
(jsx_text) @literal

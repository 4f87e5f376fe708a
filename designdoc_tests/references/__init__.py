"""How many references between a project's symbols are found, and how many of those are right, judged by jedi.

`python -m designdoc_tests.references` measures real projects anew and writes docs/references.md. A reference is a pair:
a function, method, class or module *uses* a class, function, method, property, attribute or constant of the project.
"""

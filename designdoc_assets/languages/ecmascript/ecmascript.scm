; What these captures are called is told in designdoc_assets/languages/engine/__init__.py.

; The file
(program) @file

; Imports, and exports under other names
(import_statement (import_clause (identifier) @alias) source: (_) @module) @import.default
(import_statement (import_clause (namespace_import (identifier) @alias)) source: (_) @module) @import.namespace
(import_statement (import_clause (named_imports (import_specifier name: (_) @name alias: (_)? @alias) @specifier))
  source: (_) @module) @import.named
(import_statement (import_require_clause (identifier) @alias source: (_) @module)) @import.required
(import_statement . source: (_) @module) @import.effect
(export_statement "*" source: (_) @module) @import.all_passed_on
(export_statement (namespace_export (_) @alias) source: (_) @module) @import.unit_passed_on
(export_statement (export_clause (export_specifier name: (_) @name alias: (_)? @alias) @specifier)
  source: (_) @module) @import.passed_on
(call_expression function: (import) arguments: (arguments . (string) @module)) @import.dynamic
((call_expression function: (identifier) @_function arguments: (arguments . (string) @module .)) @import.called
  (#eq? @_function "require"))

; Types
(class_declaration name: (_) @name type_parameters: (_)? @type_parameters) @definition.class
(abstract_class_declaration name: (_) @name type_parameters: (_)? @type_parameters) @definition.abstract_class
(variable_declarator name: (identifier) @name value: (class type_parameters: (_)? @type_parameters)) @definition.class
(export_statement "default" value: (class type_parameters: (_)? @type_parameters) @definition.class)
(assignment_expression left: (member_expression) @assigned right: (class)) @definition.class
(interface_declaration name: (_) @name type_parameters: (_)? @type_parameters) @definition.interface
(enum_declaration name: (_) @name) @definition.enum
(type_alias_declaration name: (_) @name type_parameters: (_)? @type_parameters value: (_) @value) @definition.alias
(internal_module name: (_) @name) @definition.module
(module name: (_) @name) @definition.module

; Members
(class_body (method_definition name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns body: (_) @body @scope) @definition.method)
(class_body (method_signature name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns) @definition.method)
(class_body (abstract_method_signature name: (_) @name type_parameters: (_)? @type_parameters
  parameters: (_) @parameters return_type: (_)? @returns) @definition.method)
(class_body (public_field_definition name: (_) @name type: (_)? @type value: (_)? @value) @definition.field)
(required_parameter (accessibility_modifier) @definition.field pattern: (identifier) @name type: (_)? @type)
(optional_parameter (accessibility_modifier) @definition.field pattern: (identifier) @name type: (_)? @type)
(required_parameter . "readonly" @definition.field pattern: (identifier) @name type: (_)? @type)
(optional_parameter . "readonly" @definition.field pattern: (identifier) @name type: (_)? @type)
(interface_body (method_signature name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns) @definition.method)
(interface_body (property_signature name: (_) @name type: (_)? @type) @definition.field)
(type_alias_declaration value: (object_type (method_signature name: (_) @name type_parameters: (_)? @type_parameters
  parameters: (_) @parameters return_type: (_)? @returns) @definition.method))
(type_alias_declaration value: (object_type (property_signature name: (_) @name type: (_)? @type) @definition.field))
(enum_body [(property_identifier) (string)] @name @definition.case)
(enum_assignment name: (_) @name value: (_) @value) @definition.case

; Functions
(function_declaration name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns body: (_) @body @scope) @definition.function
(generator_function_declaration name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns body: (_) @body @scope) @definition.function
(function_signature name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns) @definition.function
(export_statement "default" value: [(function_expression) (arrow_function) (generator_function)] @definition.function)
(assignment_expression left: (member_expression) @assigned
  right: [(function_expression) (arrow_function) (generator_function)]) @definition.function

; Values
(lexical_declaration (variable_declarator name: (identifier) @name type: (_)? @type value: (_)? @value)
  @definition.constant)
(variable_declaration (variable_declarator name: (identifier) @name type: (_)? @type value: (_)? @value)
  @definition.constant)
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @name @definition.constant))
(variable_declarator name: (object_pattern (pair_pattern value: (identifier) @name @definition.constant)))
(variable_declarator name: (array_pattern (identifier) @name @definition.constant))

; What is inside of these is a detail
[(method_definition body: (_) @scope) (arrow_function body: (_) @scope) (function_expression body: (_) @scope)
 (generator_function body: (_) @scope)]
[(arrow_function) (function_expression) (generator_function)] @closure
(statement_block [(function_declaration) (generator_function_declaration)] @closure)
[(class_static_block) (if_statement) (for_statement) (for_in_statement) (while_statement) (do_statement)
 (try_statement) (switch_statement)] @scope
(catch_clause body: (_) @handler)
(if_statement consequence: [(throw_statement) (statement_block (throw_statement) .)] @handler)
(else_clause [(throw_statement) (statement_block (throw_statement) .)] @handler)
[(switch_case body: (throw_statement) @handler) (switch_default body: (throw_statement) @handler)]
(if_statement condition: (parenthesized_expression (identifier) @_error) consequence: (_) @handler
  (#any-of? @_error "e" "err" "error"))
(if_statement
  condition: (parenthesized_expression [(unary_expression operator: "!")
    (binary_expression operator: ["==" "==="] right: [(null) (undefined)])])
  consequence: [(return_statement) (statement_block (return_statement) .)] @guard)
[(program (statement_block) @scope) (statement_block (statement_block) @scope)]

; Decorators
(decorator) @annotation
(decorator [(identifier) (member_expression) (call_expression)] @use.annotation)

; Uses
(extends_clause value: (_) @use.base)
(implements_clause (_) @use.base)
(extends_type_clause type: (_) @use.base)
[(type_identifier) (nested_type_identifier)] @use.type
[(call_expression) (new_expression)] @use.call
(throw_statement (new_expression constructor: (_) @use.raise))
(member_expression) @use.name
(shorthand_property_identifier) @use.name
(type_query (identifier) @use.name)
[(arguments (identifier) @use.name) (pair value: (identifier) @use.name) (array (identifier) @use.name)
 (binary_expression (identifier) @use.name) (unary_expression argument: (identifier) @use.name)
 (return_statement (identifier) @use.name) (ternary_expression (identifier) @use.name)
 (variable_declarator value: (identifier) @use.name) (assignment_expression right: (identifier) @use.name)
 (spread_element (identifier) @use.name) (as_expression (identifier) @use.name)
 (satisfies_expression (identifier) @use.name) (template_substitution (identifier) @use.name)
 (parenthesized_expression (identifier) @use.name) (await_expression (identifier) @use.name)
 (subscript_expression (identifier) @use.name)
 (public_field_definition value: (identifier) @use.name) (assignment_pattern right: (identifier) @use.name)
 (required_parameter value: (identifier) @use.name) (computed_property_name (identifier) @use.name)]

; Environment variables
((member_expression object: (member_expression object: (identifier) @variable.root property: (_) @_env)
  property: (property_identifier) @variable) (#eq? @variable.root "process") (#eq? @_env "env"))
((subscript_expression object: (member_expression object: (identifier) @variable.root property: (_) @_env)
  index: [(string) (identifier) (binary_expression) (template_string)] @variable)
  (#eq? @variable.root "process") (#eq? @_env "env"))
((binary_expression left: (string) @variable operator: "in"
  right: (member_expression object: (identifier) @variable.root property: (_) @_env))
  (#eq? @variable.root "process") (#eq? @_env "env"))
((variable_declarator name: (object_pattern [(shorthand_property_identifier_pattern) @variable
  (pair_pattern key: (property_identifier) @variable)
  (object_assignment_pattern left: (shorthand_property_identifier_pattern) @variable)])
  value: (member_expression object: (identifier) @variable.root property: (_) @_env))
  (#eq? @variable.root "process") (#eq? @_env "env"))
((member_expression object: (member_expression object: (meta_property) @variable.root property: (_) @_env)
  property: (property_identifier) @variable) (#eq? @_env "env"))

; What local names hold
(required_parameter pattern: (identifier) @bound type: (type_annotation (_) @bound.type))
(optional_parameter pattern: (identifier) @bound type: (type_annotation (_) @bound.type))
(required_parameter pattern: (identifier) @bound !type)
(optional_parameter pattern: (identifier) @bound !type)
(rest_pattern (identifier) @bound)
(arrow_function parameter: (identifier) @bound)
(variable_declarator name: (identifier) @bound type: (type_annotation (_) @bound.type))
(variable_declarator name: (identifier) @bound !type value: (_) @bound.values)
(variable_declarator name: (identifier) @bound !type !value)
(assignment_expression left: (identifier) @bound right: (_) @bound.values)
(for_in_statement left: (identifier) @bound operator: "of" right: (_) @bound.elements)
(for_in_statement left: (identifier) @bound operator: "in")
(shorthand_property_identifier_pattern) @bound
(pair_pattern value: (identifier) @bound)
(array_pattern (identifier) @bound)
(assignment_pattern left: (identifier) @bound)
(catch_clause parameter: (identifier) @bound)
(statement_block (function_declaration name: (_) @bound))
(type_parameter name: (type_identifier) @bound)
(infer_type (type_identifier) @bound)
(mapped_type_clause name: (type_identifier) @bound)

(comment) @comment
[(string) (template_string) (regex)] @literal

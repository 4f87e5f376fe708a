; What these captures are called is told in designdoc_assets/languages/engine/__init__.py.

; The file
(package_declaration [(identifier) (scoped_identifier)] @unit) @file
(module_declaration) @file
(import_declaration [(identifier) (scoped_identifier)] @module) @import.plain

; Types
(class_declaration name: (_) @name type_parameters: (_)? @type_parameters superclass: (superclass (_) @heritage.extends)?
  interfaces: (_)? permits: (permits)? @permits) @definition.class
(class_declaration name: (_) @name interfaces: (super_interfaces (type_list (_) @heritage.implements))) @definition.class
(interface_declaration name: (_) @name type_parameters: (_)? @type_parameters (extends_interfaces)? permits: (permits)? @permits) @definition.interface
(interface_declaration name: (_) @name (extends_interfaces (type_list (_) @heritage.extends))) @definition.interface
(enum_declaration name: (_) @name) @definition.enum
(enum_declaration name: (_) @name interfaces: (super_interfaces (type_list (_) @heritage.implements))) @definition.enum
(record_declaration name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @components) @definition.record
(record_declaration name: (_) @name interfaces: (super_interfaces (type_list (_) @heritage.implements))) @definition.record
(record_declaration parameters: (formal_parameters [
  (formal_parameter type: (_) @type name: (_) @name) @definition.field
  (spread_parameter (_) @type (variable_declarator name: (_) @name)) @definition.field]))
(annotation_type_declaration name: (_) @name) @definition.interface

; Methods and constructors
(method_declaration type_parameters: (_)? @type_parameters type: (_) @returns name: (_) @name parameters: (_) @parameters
  dimensions: (_)? @dimensions (throws)? @throws @tail body: (_)? @body @scope) @definition.method
(constructor_declaration type_parameters: (_)? @type_parameters name: (_) @name parameters: (_) @parameters
  (throws)? @throws @tail body: (_) @body @scope) @definition.constructor
(compact_constructor_declaration name: (_) @name body: (_) @body @scope) @definition.constructor
(annotation_type_element_declaration type: (_) @returns name: (_) @name value: (_)? @tail) @definition.method
(static_initializer) @scope
(class_body (block) @scope)
(lambda_expression) @scope @closure
(object_creation_expression (class_body) @scope @closure)
(catch_clause body: (_) @handler)
(if_statement consequence: [(throw_statement) (block (throw_statement) .)] @handler)
(if_statement alternative: [(throw_statement) (block (throw_statement) .)] @handler)
(if_statement
  condition: (parenthesized_expression [(unary_expression operator: "!")
    (binary_expression operator: "==" right: (null_literal))])
  consequence: [(return_statement) (block (return_statement) .)] @guard)
(enum_constant body: (class_body) @scope)

; Fields and constants
(field_declaration type: (_) @type
  declarator: (variable_declarator name: (_) @name dimensions: (_)? @dimensions value: (_)? @value) @definition.field) @statement
(constant_declaration type: (_) @type
  declarator: (variable_declarator name: (_) @name dimensions: (_)? @dimensions value: (_)? @value) @definition.field) @statement
(enum_constant name: (_) @name arguments: (argument_list (_))? @value) @definition.case

; Uses
(superclass [(type_identifier) (scoped_type_identifier) (generic_type)] @use.base)
(super_interfaces (type_list [(type_identifier) (scoped_type_identifier) (generic_type)] @use.base))
(extends_interfaces (type_list [(type_identifier) (scoped_type_identifier) (generic_type)] @use.base))
(marker_annotation name: (_) @use.annotation)
(annotation name: (_) @use.annotation)
(throw_statement (object_creation_expression) @use.raise)
(catch_type [(type_identifier) (scoped_type_identifier)] @use.catch)
(throws [(type_identifier) (scoped_type_identifier)] @use.raise)
(type_identifier) @use.type
(scoped_type_identifier) @use.type
(method_invocation) @use.call
(object_creation_expression) @use.call
(method_reference) @use.name
(field_access) @use.name
(argument_list (identifier) @use.name)
(return_statement (identifier) @use.name)
(binary_expression (identifier) @use.name)
(assignment_expression (identifier) @use.name)
(variable_declarator value: (identifier) @use.name)
(parenthesized_expression (identifier) @use.name)
(ternary_expression (identifier) @use.name)
(array_initializer (identifier) @use.name)
(array_access array: (identifier) @use.name)
(cast_expression value: (identifier) @use.name)
(unary_expression operand: (identifier) @use.name)
(update_expression (identifier) @use.name)
(enhanced_for_statement value: (identifier) @use.name)
(lambda_expression body: (identifier) @use.name)
(element_value_pair value: (identifier) @use.name)
(instanceof_expression left: (identifier) @use.name)
(switch_label (identifier) @use.name)

; Environment variables
(method_invocation object: (identifier) @variable.root name: (identifier) @_reads
  arguments: (argument_list . [(string_literal) (identifier) (binary_expression)] @variable .)
  (#eq? @_reads "getenv") (#eq? @variable.root "System"))
(method_invocation object: (method_invocation object: (identifier) @variable.root name: (identifier) @_reads)
  name: (identifier) @_of arguments: (argument_list . [(string_literal) (identifier) (binary_expression)] @variable)
  (#eq? @_reads "getenv") (#eq? @variable.root "System") (#any-of? @_of "get" "getOrDefault" "containsKey"))

; What local names hold
(formal_parameter type: (_) @bound.type name: (_) @bound)
(spread_parameter (variable_declarator name: (_) @bound))
(local_variable_declaration type: (_) @bound.type declarator: (variable_declarator name: (_) @bound)
  (#not-eq? @bound.type "var"))
(local_variable_declaration type: (_) @_var declarator: (variable_declarator name: (_) @bound value: (_) @bound.values)
  (#eq? @_var "var"))
(enhanced_for_statement type: (_) @bound.type name: (_) @bound (#not-eq? @bound.type "var"))
(enhanced_for_statement type: (_) @_var name: (_) @bound value: (_) @bound.elements (#eq? @_var "var"))
(resource type: (_) @bound.type name: (_) @bound (#not-eq? @bound.type "var"))
(resource type: (_) @_var name: (_) @bound value: (_) @bound.values (#eq? @_var "var"))
(catch_formal_parameter (catch_type . (_) @bound.type .) name: (_) @bound)
(catch_formal_parameter (catch_type (_) (_)) name: (_) @bound)
(instanceof_expression right: (_) @bound.type name: (_) @bound)
(type_pattern (_) @bound.type . (identifier) @bound (#not-eq? @bound.type "var"))
(record_pattern_component (_) @bound.type . (identifier) @bound (#not-eq? @bound.type "var"))
(record_pattern_component (type_identifier) @_var . (identifier) @bound (#eq? @_var "var"))
(inferred_parameters (identifier) @bound)
(lambda_expression parameters: (identifier) @bound)
(type_parameter (type_identifier) @bound .)
(type_parameter (type_identifier) @bound (type_bound . (_) @bound.values))
(object_creation_expression (class_body (field_declaration declarator: (variable_declarator name: (_) @bound))))
(object_creation_expression (class_body (method_declaration name: (_) @bound)))

[(line_comment) (block_comment)] @comment
[(string_literal) (character_literal)] @literal

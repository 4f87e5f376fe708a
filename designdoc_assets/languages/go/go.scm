; What these captures are called is told in designdoc_assets/languages/engine/__init__.py.

; The file
(package_clause (package_identifier) @unit) @file
(import_spec name: (_)? @alias path: (_) @module) @import.named

; Types, what they embed, and their fields
(type_spec name: (_) @name type_parameters: (_)? @type_parameters type: (struct_type)) @definition.struct
(type_spec name: (_) @name type_parameters: (_)? @type_parameters type: (interface_type)) @definition.interface
(type_spec name: (_) @name type_parameters: (_)? @type_parameters type: [
  (type_identifier) (qualified_type) (generic_type) (function_type) (map_type) (slice_type) (array_type) (pointer_type)
  (channel_type) (parenthesized_type)] @underlying) @definition.type
(type_alias name: (_) @name type_parameters: (_)? @type_parameters type: (_) @value) @definition.alias
(type_spec name: (_) @name
  type: (struct_type (field_declaration_list (field_declaration !name type: (_) @heritage.embeds)))) @definition.struct
(type_spec name: (_) @name
  type: (interface_type (type_elem . [(type_identifier) (qualified_type) (generic_type)] @heritage.embeds .))) @definition.interface
(type_spec name: (_) @name type: (interface_type (type_elem) @element)) @definition.interface
(type_spec type: (struct_type (field_declaration_list
  (field_declaration (field_identifier) @name @definition.field type: (_) @type) @statement)))
(type_spec type: (struct_type (field_declaration_list
  (field_declaration !name type: (_) @name @type @definition.field) @statement)))

; Functions
(function_declaration name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  result: (_)? @returns body: (_)? @body @scope) @definition.function
(method_declaration receiver: (_) @receiver name: (_) @name parameters: (_) @parameters
  result: (_)? @returns body: (_)? @body @scope) @definition.method
(method_elem name: (_) @name parameters: (_) @parameters result: (_)? @returns) @definition.method
(func_literal body: (_) @scope) @closure

; Values
; (A pattern with `name:` finds the first name of `a, b` alone.)
(const_spec (identifier) @name @definition.constant) @statement
(var_spec (identifier) @name @definition.variable) @statement
(var_spec . name: (identifier) @name @definition.variable . type: (_) @type value: (expression_list (_) @value)) @statement

; Uses
(type_identifier) @use.type
(qualified_type) @use.type
(call_expression function: [(identifier) (selector_expression) (parenthesized_expression) (type_instantiation_expression)]) @use.call
(composite_literal) @use.call
(selector_expression) @use.name
(argument_list (identifier) @use.name)
(keyed_element value: (literal_element (identifier) @use.name))
(keyed_element key: (literal_element (identifier)) @use.name)
(index_expression operand: (identifier) @use.name)
(index_expression index: (identifier) @use.name)
(slice_expression (identifier) @use.name)
(range_clause right: (identifier) @use.name)
(array_type length: (identifier) @use.name)
(send_statement (identifier) @use.name)
(parenthesized_expression (identifier) @use.name)
(expression_switch_statement value: (identifier) @use.name)
(if_statement condition: (identifier) @use.name)
(variadic_argument (identifier) @use.name)
(literal_value (literal_element (identifier) @use.name))
(expression_list (identifier) @use.name)
(binary_expression (identifier) @use.name)
(unary_expression operand: (identifier) @use.name)

; Branches that leave early, and those for errors
(if_statement condition: (unary_expression operator: "!") consequence: (block (statement_list (return_statement) .)) @guard)
(if_statement condition: (binary_expression left: (_) @_left operator: "==" right: (nil))
  consequence: (block (statement_list (return_statement) .)) @guard (#not-match? @_left "([eE]rr|Err\\(\\)|Error)$"))
(if_statement condition: (binary_expression left: (_) @_left operator: "!=" right: (nil))
  consequence: (block) @handler (#match? @_left "([eE]rr|Err\\(\\)|Error)$"))
(if_statement condition: (binary_expression left: (_) @_left operator: "==" right: (nil))
  alternative: (block) @handler (#match? @_left "([eE]rr|Err\\(\\)|Error)$"))
(if_statement consequence: (block (statement_list (expression_statement (call_expression function: (_) @_ends)) .)) @handler
  (#match? @_ends "^(panic|log\\.Fatal(f|ln)?)$"))

; Environment variables
(call_expression
  function: (selector_expression operand: (identifier) @variable.root field: (field_identifier) @_reads)
  arguments: (argument_list . [(interpreted_string_literal) (identifier) (binary_expression)] @variable)
  (#any-of? @_reads "Getenv" "LookupEnv"))

; What local names hold
(parameter_declaration (identifier) @bound type: (_) @bound.type)
(variadic_parameter_declaration (identifier) @bound type: (_) @bound.type)
(short_var_declaration left: (expression_list) @bound right: (expression_list) @bound.values)
(range_clause left: (expression_list) @bound ":=" right: (_) @bound.elements)
(receive_statement left: (expression_list) @bound ":=")
(type_switch_statement alias: (expression_list) @bound)
(var_spec (identifier) @bound type: (_) @bound.type)
(var_spec (identifier) @bound !type value: (_) @bound.values)
(const_spec (identifier) @bound)
(type_parameter_declaration (identifier) @bound)
(method_declaration receiver: (parameter_list (parameter_declaration type: (pointer_type (generic_type
  type_arguments: (type_arguments (type_elem (type_identifier) @bound)))))))
(method_declaration receiver: (parameter_list (parameter_declaration type: (generic_type
  type_arguments: (type_arguments (type_elem (type_identifier) @bound))))))

(comment) @comment
[(interpreted_string_literal) (raw_string_literal) (rune_literal)] @literal

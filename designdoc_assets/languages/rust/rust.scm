; What these captures are called is told in designdoc_assets/languages/engine/__init__.py.

; Modules, types, their fields and variants
(mod_item name: (_) @name body: (_)) @definition.module
(struct_item name: (_) @name type_parameters: (_)? @type_parameters) @definition.struct
(union_item name: (_) @name type_parameters: (_)? @type_parameters) @definition.union
(enum_item name: (_) @name type_parameters: (_)? @type_parameters) @definition.enum
(trait_item name: (_) @name type_parameters: (_)? @type_parameters) @definition.trait
(trait_item name: (_) @name bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type)] @heritage.extends)) @definition.trait
(field_declaration name: (_) @name type: (_) @type) @definition.field
(ordered_field_declaration_list type: (_) @name @type @definition.field)
(enum_variant name: (_) @name body: (_)? @data value: (_)? @value) @definition.case

; Functions and macros
(function_item name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns (where_clause)? @tail body: (_) @body @scope) @definition.function
(function_signature_item name: (_) @name type_parameters: (_)? @type_parameters parameters: (_) @parameters
  return_type: (_)? @returns (where_clause)? @tail) @definition.function
(macro_definition name: (_) @name) @definition.macro @scope
(closure_expression body: (_) @scope)
[(closure_expression) (async_block)] @closure
(match_arm pattern: (match_pattern (tuple_struct_pattern type: (_) @_fails)) value: (_) @handler
  (#match? @_fails "(^|::)Err$"))
(if_expression condition: (let_condition pattern: (tuple_struct_pattern type: (_) @_fails)) consequence: (_) @handler
  (#match? @_fails "(^|::)Err$"))
(if_expression consequence: (block [
    (return_expression (call_expression function: (_) @_fails))
    (expression_statement (return_expression (call_expression function: (_) @_fails)))
    (call_expression function: (_) @_fails)
  ] .) @handler (#match? @_fails "(^|::)Err$"))
(if_expression consequence: (block [
    (macro_invocation macro: (_) @_fails) (expression_statement (macro_invocation macro: (_) @_fails))
  ] .) @handler (#match? @_fails "(^|::)(bail|panic)$"))
(let_declaration alternative: (block) @guard)
(match_arm value: (return_expression) @guard)
(if_expression condition: (unary_expression "!")
  consequence: (block [(return_expression) (expression_statement (return_expression))] .) @guard)

; Values
(const_item name: (_) @name type: (_) @type value: (_)? @value) @definition.constant
(static_item name: (_) @name type: (_) @type value: (_)? @value) @definition.constant
(type_item name: (_) @name type_parameters: (_)? @type_parameters type: (_) @value) @definition.alias
(associated_type name: (_) @name type_parameters: (_)? @type_parameters bounds: (_)? @type) @definition.alias

; Imports
(use_declaration argument: (_) @module) @import.use
(extern_crate_declaration name: (_) @module alias: (_)? @alias) @import.crate
(mod_item name: (_) @module !body) @import.mod

; Uses
(type_identifier) @use.type
(scoped_type_identifier) @use.type
(call_expression) @use.call
(macro_invocation macro: (scoped_identifier) @use.call)
(macro_invocation macro: (identifier) @use.call (#not-match? @use.call
  "^(assert|assert_eq|assert_ne|cfg|column|compile_error|concat|dbg|debug_assert|debug_assert_eq|debug_assert_ne|env|eprint|eprintln|file|format|format_args|include|include_bytes|include_str|line|matches|module_path|option_env|panic|print|println|stringify|thread_local|todo|try|unimplemented|unreachable|vec|write|writeln)$"))
(struct_expression) @use.call
(scoped_identifier) @use.name
(field_expression) @use.name
(tuple_struct_pattern type: (_) @use.name)
(arguments (identifier) @use.name)
(binary_expression (identifier) @use.name)
(reference_expression (identifier) @use.name)
(match_pattern (identifier) @use.name)
(token_tree (identifier) @use.name (#match? @use.name "^[A-Z]"))

; Environment variables
(call_expression
  function: (scoped_identifier path: (_) @_env name: (identifier) @_reads) @variable.root
  arguments: (arguments . [(string_literal) (identifier)] @variable)
  (#match? @_env "^env$") (#any-of? @_reads "var" "var_os"))

(call_expression
  function: (scoped_identifier path: (_) @_env name: (identifier) @_reads)
  arguments: (arguments . [(string_literal) (identifier)] @variable)
  (#match? @_env "^std::env$") (#any-of? @_reads "var" "var_os"))

(call_expression
  function: (identifier) @variable.root
  arguments: (arguments . [(string_literal) (identifier)] @variable)
  (#any-of? @variable.root "var" "var_os"))

; What local names hold
(let_declaration pattern: (identifier) @bound type: (_) @bound.type)
(let_declaration pattern: (identifier) @bound !type value: (_) @bound.values)
(let_declaration pattern: (identifier) @bound !type !value)
(parameter pattern: (identifier) @bound type: (_) @bound.type)
(closure_parameters (identifier) @bound)
(for_expression pattern: (identifier) @bound value: (_) @bound.elements)
(for_expression pattern: (reference_pattern (identifier) @bound))
(tuple_pattern (identifier) @bound)
(tuple_struct_pattern type: (_) (identifier) @bound)
(slice_pattern (identifier) @bound)
(field_pattern name: (shorthand_field_identifier) @bound)
(field_pattern pattern: (identifier) @bound)
(captured_pattern (identifier) @bound)
(mut_pattern (identifier) @bound)
(ref_pattern (identifier) @bound)
(reference_pattern (identifier) @bound)
(or_pattern (identifier) @bound)
(match_pattern . (identifier) @bound)
(type_parameter name: (_) @bound)
(const_parameter name: (_) @bound)

[(line_comment) (block_comment)] @comment
[(string_literal) (raw_string_literal) (char_literal)] @literal

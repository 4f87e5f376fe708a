// Prints each symbol of files as the compiler's own parser has it: path, kind and name.
// The compiler is the `typescript` package in the folder that NODE_PATH names; files are told on standard input.
"use strict";
const ts = require("typescript");
const fs = require("fs");

const KINDS = { case: "value", field: "value", set: "value", value: "value", alias: "value", function: "function", method: "function" };
module.exports = { declared, nameOf, literalOf };
if (require.main === module) main();

function main() {
  const lines = [];
  for (const path of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const isTyped = /\.[mc]?tsx?$/.test(path);
    const kind = isTyped ? (path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS) : ts.ScriptKind.JSX;
    const file = ts.createSourceFile(path, fs.readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true, kind);
    const found = new Map(); // what is found once, and how often it counts: each way to call a method does
    if (file.parseDiagnostics.length) lines.push(`${path}\tunjudged\t`);
    declared(file, (what, name, node) => {
      const member = node.parent && node.parent.name === node ? node.parent : node;
      const isWay = what === "method" && !member.body && !member.initializer && /Signature|Method|Constructor/.test(ts.SyntaxKind[member.kind]);
      const isStatic = (member.modifiers || []).some((each) => each.kind === ts.SyntaxKind.StaticKeyword);
      const key = [what, name, isStatic ? "static" : ""].join("\t");
      found.set(key, (found.get(key) || 0) + (isWay ? 1 : 0));
    });
    const has = (what, name) => found.has(`${what}\t${name}\t`) || found.has(`${what}\t${name}\tstatic`);
    for (const [key, times] of found) {
      const [what, name] = key.split("\t");
      if (what === "set" && (has("field", name) || has("method", name))) continue;
      if ((what === "value" || what === "function") && has("type!", name)) continue;
      for (let at = 0; at < Math.max(1, times); at++) lines.push([path, KINDS[what] || "type", name].join("\t"));
    }
  }
  process.stdout.write(lines.join("\n") + "\n");
}

// Calls `emit` with the kind, qualified name and node of all that a file declares.
function declared(file, emit) {
  const isTyped = /\.[mc]?tsx?$/.test(file.fileName);
  const names = new Set();
  const noting = (what, name, node) => (names.add(name), emit(what, name, node));
  file.offered = offeredBy(file);
  body([...file.statements, ...wrapped(file)], "", noting, file, !isTyped);
  if (!isTyped) typedefs(file, emit, names);
}

function nameOf(node) {
  const name = node.name;
  if (!name) return "";
  return ts.isStringLiteralLike(name) ? name.text : name.getText();
}

function isFunction(node) {
  if (!node) return false;
  if (ts.isCallExpression(node) && /^(React\.)?(memo|forwardRef|cache)$|^(observer|defineComponent)$/.test(node.expression.getText()))
    return isFunction(node.arguments[0]);
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

// The functions around the code of a file that are called at once, and the statements in them.
function wrapped(file) {
  const bare = (node) => {
    while (node && (ts.isParenthesizedExpression(node) || ts.isPrefixUnaryExpression(node) || ts.isVoidExpression(node)))
      node = node.expression || node.operand;
    return node;
  };
  const called = (node) => {
    let one = bare(node);
    if (one && ts.isPropertyAccessExpression(one) && /^(call|apply)$/.test(one.name.text)) one = bare(one.expression);
    return one && (ts.isFunctionExpression(one) || ts.isArrowFunction(one)) ? one : null;
  };
  return file.statements.flatMap((statement) => {
    const call = ts.isExpressionStatement(statement) ? bare(statement.expression) : null;
    if (!call || !ts.isCallExpression(call)) return [];
    const isDefine = call.expression.getText() === "define";
    const own = called(call.expression);
    const handed = call.arguments.filter((each) => ts.isFunctionExpression(each) || ts.isArrowFunction(each));
    const made = own || isDefine ? handed[handed.length - 1] || own : null;
    return made && made.body && ts.isBlock(made.body) ? [...made.body.statements] : [];
  });
}

// The names of what a file offers: exported, or put into the module's exports.
function offeredBy(file) {
  const names = new Set();
  const take = (node) => node && ts.isIdentifier(node) && names.add(node.text);
  for (const each of [...file.statements, ...wrapped(file)]) {
    if (ts.isVariableStatement(each)) {
      const isExported = (each.modifiers || []).some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
      for (const one of each.declarationList.declarations) if (isExported) take(one.name);
    } else if (ts.isExportAssignment(each)) take(each.expression);
    else if (ts.isExportDeclaration(each) && !each.moduleSpecifier && each.exportClause)
      for (const one of each.exportClause.elements || []) take(one.propertyName || one.name);
    else if (ts.isExpressionStatement(each) && ts.isBinaryExpression(each.expression)) {
      let node = each.expression, isModule = false;
      for (; ts.isBinaryExpression(node); node = node.right) isModule = isModule || /^(module\.)?exports\b/.test(node.left.getText());
      if (isModule) take(node);
      if (isModule && ts.isObjectLiteralExpression(node))
        for (const one of node.properties) take(ts.isShorthandPropertyAssignment(one) ? one.name : one.initializer);
    }
  }
  return names;
}

function literalOf(node) {
  while (node && !ts.isObjectLiteralExpression(node)) {
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) node = node.expression;
    else if (ts.isCallExpression(node) && /^Object\.(freeze|seal)$/.test(node.expression.getText())) node = node.arguments[0];
    else return null;
  }
  return node;
}

function isFunctionLike(node) {
  return node && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
}

function hasFunctions(literal, depth = 0) {
  return literal.properties.some((each) => {
    if (ts.isMethodDeclaration(each) || ts.isGetAccessor(each) || ts.isSetAccessor(each)) return true;
    if (!ts.isPropertyAssignment(each)) return false;
    const inner = depth < 3 ? literalOf(each.initializer) : null;
    return isFunctionLike(each.initializer) || (inner && hasFunctions(inner, depth + 1));
  });
}

function isNamed(node) {
  return node.name && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) && /^[\w$-]+$/.test(node.name.text);
}

// An object with functions in it, as a type with members.
function object(literal, name, emit, depth = 0) {
  emit("type", name, literal);
  for (const each of literal.properties) {
    if (!isNamed(each)) continue;
    const inside = `${name}.${each.name.text}`;
    if (ts.isMethodDeclaration(each) || ts.isGetAccessor(each) || ts.isSetAccessor(each)) emit("method", inside, each.name);
    else if (ts.isPropertyAssignment(each)) {
      const inner = literalOf(each.initializer);
      if (inner && depth < 3 && hasFunctions(inner, depth + 1)) object(inner, inside, emit, depth + 1);
      else emit(isFunction(each.initializer) ? "method" : "field", inside, each.name);
    }
  }
}

// What is written into the object that a module exports.
function exported(literal, emit) {
  for (const each of literal.properties) {
    if (!isNamed(each)) continue;
    const value = each.initializer;
    if (ts.isMethodDeclaration(each)) emit("function", each.name.text, each.name);
    else if (ts.isPropertyAssignment(each) && !ts.isIdentifier(value) && !ts.isClassExpression(value) && !isRequire(value))
      emit(isFunction(value) ? "function" : "value", each.name.text, each.name);
  }
}

function typedefs(file, emit, known) {
  const seen = new Set();
  const walk = (node) => {
    for (const doc of node.jsDoc || [])
      for (const tag of doc.tags || []) {
        if (!ts.isJSDocTypedefTag(tag) || !tag.name || seen.has(doc)) continue;
        seen.add(doc);
        const written = tag.typeExpression && tag.typeExpression.type ? tag.typeExpression.type.getText() : "";
        if (written.startsWith("import(") || known.has(tag.name.text)) continue;
        known.add(tag.name.text);
        emit(/^(object|Object)?$/.test(written) || (tag.typeExpression && ts.isJSDocTypeLiteral(tag.typeExpression)) ? "type" : "alias", tag.name.text, tag);
      }
    ts.forEachChild(node, walk);
  };
  walk(file);
}

function isRequire(node) {
  if (!node) return false;
  if (ts.isPropertyAccessExpression(node)) node = node.expression;
  if (ts.isAwaitExpression(node)) node = node.expression;
  if (!ts.isCallExpression(node) || node.arguments.length < 1 || !ts.isStringLiteralLike(node.arguments[0])) return false;
  return node.expression.getText() === "require" || node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function body(statements, outer, emit, file, isScript) {
  for (const statement of statements) declaration(statement, outer, emit, file, isScript);
}

function declaration(node, outer, emit, file, isScript) {
  const inside = (name) => (outer ? `${outer}.${name}` : name);
  const kind = ts.SyntaxKind;
  switch (node.kind) {
    case kind.ClassDeclaration:
      return classLike(node, inside(nameOf(node) || "default"), emit, node.name || node);
    case kind.InterfaceDeclaration:
      emit("interface", inside(nameOf(node)), node.name);
      return members(node.members, inside(nameOf(node)), emit);
    case kind.EnumDeclaration:
      emit("enum", inside(nameOf(node)), node.name);
      for (const member of node.members) emit("case", `${inside(nameOf(node))}.${nameOf(member)}`, member);
      return;
    case kind.TypeAliasDeclaration:
      if (ts.isTypeLiteralNode(node.type)) {
        emit("type", inside(nameOf(node)), node.name);
        return members(node.type.members, inside(nameOf(node)), emit);
      }
      return emit("alias", inside(nameOf(node)), node.name);
    case kind.ModuleDeclaration: {
      if (node.flags & ts.NodeFlags.GlobalAugmentation) return node.body && body(node.body.statements, outer, emit, file);
      let name = nameOf(node), last = node.body;
      while (last && ts.isModuleDeclaration(last)) (name += "." + nameOf(last)), (last = last.body);
      emit("namespace", inside(name), node.name);
      return last && body(last.statements, inside(name), emit, file);
    }
    case kind.FunctionDeclaration:
      if (isScript && node.name && file.text.includes(`\n${nameOf(node)}.prototype.`)) {
        emit("type!", nameOf(node), node);
        emit("method", `${nameOf(node)}.constructor`, node.name);
        set(node.body, nameOf(node), emit);
      }
      return emit("function", inside(nameOf(node) || "default"), node.name || node);
    case kind.ExportAssignment:
      if (isFunction(node.expression)) emit("function", inside(nameOf(node.expression) || "default"), node.expression);
      else if (ts.isClassExpression(node.expression)) classLike(node.expression, inside(nameOf(node.expression) || "default"), emit, node.expression.name || node.expression);
      else if (literalOf(node.expression) && hasFunctions(literalOf(node.expression))) object(literalOf(node.expression), "default", emit);
      return;
    case kind.VariableStatement:
      for (const each of node.declarationList.declarations) variable(each, inside, emit, outer ? new Set() : file.offered);
      return;
    case kind.ReturnStatement:
      if (node.expression && literalOf(node.expression) === node.expression) return exported(node.expression, emit);
      if (isFunctionLike(node.expression)) emit("function", nameOf(node.expression) || "default", node.expression);
      return;
    case kind.ExpressionStatement:
      if (isScript && ts.isBinaryExpression(node.expression)) assignment(node.expression, emit, file);
  }
}

function variable(node, inside, emit, offered) {
  const value = node.initializer;
  if (ts.isIdentifier(node.name)) {
    if (isRequire(value)) return;
    const literal = offered.has(node.name.text) ? literalOf(value) : null;
    if (literal && hasFunctions(literal)) return object(literal, inside(node.name.text), emit);
    if (value && ts.isClassExpression(value)) return classLike(value, inside(node.name.text), emit, node.name);
    return emit(isFunction(value) ? "function" : "value", inside(node.name.text), node.name);
  }
  if (isRequire(value) && !ts.isPropertyAccessExpression(value)) return;
  for (const each of node.name.elements) {
    if (each.name && ts.isIdentifier(each.name) && !each.dotDotDotToken && !each.initializer) emit("value", inside(each.name.text), each.name);
  }
}

function classLike(node, name, emit, at) {
  emit("class", name, at);
  members(node.members, name, emit);
}

// What a constructor sets on the object that it makes.
function set(block, outer, emit) {
  for (const one of block ? block.statements : []) {
    const node = ts.isExpressionStatement(one) && ts.isBinaryExpression(one.expression) ? one.expression : null;
    if (!node || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) continue;
    if (ts.isPropertyAccessExpression(node.left) && node.left.expression.kind === ts.SyntaxKind.ThisKeyword)
      emit("set", `${outer}.${node.left.name.text}`, node.left);
  }
}

function members(list, outer, emit) {
  for (const each of list) {
    const name = `${outer}.${nameOf(each)}`;
    if (ts.isConstructorDeclaration(each)) {
      emit("method", `${outer}.constructor`, each);
      for (const one of each.parameters) if (ts.isParameterPropertyDeclaration(one, each)) emit("field", `${outer}.${nameOf(one)}`, one.name);
      set(each.body, outer, emit);
    } else if (ts.isMethodDeclaration(each) || ts.isMethodSignature(each)) emit("method", name, each.name);
    else if (ts.isGetAccessor(each) || ts.isSetAccessor(each)) emit("method", name, each.name);
    else if (ts.isPropertyDeclaration(each) || ts.isPropertySignature(each)) emit(isFunction(each.initializer) ? "method" : "field", name, each.name);
  }
}

// Assignments outside of functions that define something: exports of CommonJS modules, prototypes, functions of objects.
function assignment(node, emit, file) {
  let left = node.left, right = node.right;
  const lefts = [left.getText()];
  while (ts.isBinaryExpression(right) && right.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    (left = right.left), (right = right.right), lefts.push(left.getText());
  const whole = lefts.some((path) => path === "module.exports");
  const method = left.getText().match(/^(\w+)\.prototype\.([\w$]+)$/);
  const member = left.getText().match(/^(?:module\.)?exports\.([\w$]+)$/);
  const own = left.getText().match(/^(\w+)\.([\w$]+)$/);
  if (method && isFunction(right)) emit("method", `${method[1]}.${method[2]}`, left);
  else if (member && isFunction(right)) emit("function", member[1], left);
  else if (member && ts.isClassExpression(right)) classLike(right, member[1], emit, left);
  else if (member && !ts.isIdentifier(right) && !isRequire(right) && !ts.isVoidExpression(right)) emit("value", member[1], left);
  else if (whole && ts.isObjectLiteralExpression(right)) exported(right, emit);
  else if (whole && isFunction(right)) emit("function", nameOf(right) || "default", left);
  else if (whole && ts.isClassExpression(right)) classLike(right, nameOf(right) || "default", emit, left);
  else if (own && ts.isClassExpression(right)) classLike(right, `${own[1]}.${own[2]}`, emit, left);
  else if (lefts.every((path) => /^\w+\.[\w$]+$/.test(path)) && own && isFunction(right) && own[1] !== "module") {
    const holder = file.statements.flatMap((each) => (ts.isVariableStatement(each) ? each.declarationList.declarations : []))
      .find((each) => each.name.getText() === own[1]);
    const isClass = file.statements.some((each) => ts.isClassDeclaration(each) && nameOf(each) === own[1]);
    let value = holder && holder.initializer;
    while (value && ts.isBinaryExpression(value)) value = value.right;
    if (isClass || (value && (ts.isObjectLiteralExpression(value) || ts.isCallExpression(value)))) {
      if (!isClass) emit("type!", own[1], left);
      for (const path of lefts) emit("method", path, left);
    }
  }
}

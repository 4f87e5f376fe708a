//! Prints what Rust files define, as the parser `syn` sees it: `path <tab> kind <tab> qualified name`, a line each.
//!
//! Paths are read from standard input. A file that `syn` does not understand is printed with the kind `unjudged`.
//! Left out: what is compiled for tests alone, what stands in functions, and members of types without a name.

use std::io::{self, BufRead, Write};

use syn::{Attribute, Fields, GenericParam, ImplItem, Item, TraitItem, Type};

struct Key<'a> {
    path: &'a str,
    found: Vec<(&'static str, String)>,
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|each| {
        let tokens = each.tokens.to_string().replace(' ', "");
        each.path.is_ident("cfg") && (tokens == "(test)" || tokens.starts_with("(all(test,"))
    })
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|each| each.path.is_ident("test") || each.path.is_ident("bench"))
}

/// Whether what stands in calls of a macro are items, as its name says: `cfg_feature! { pub mod client; }`.
fn is_around_items(macro_: &syn::Path) -> bool {
    let name = macro_.segments.last().map_or_else(String::new, |segment| bare(&segment.ident));
    name.starts_with("cfg_") || name == "pin_project" || name == "thread_local"
}

fn bare(name: &syn::Ident) -> String {
    name.to_string().trim_start_matches("r#").to_string()
}

impl<'a> Key<'a> {
    fn add(&mut self, kind: &'static str, within: &str, name: &str) {
        let whole = if within.is_empty() { name.to_string() } else { format!("{within}.{name}") };
        self.found.push((kind, whole));
    }

    fn fields(&mut self, within: &str, fields: &Fields) {
        for (at, field) in fields.iter().enumerate() {
            let name = field.ident.as_ref().map_or_else(|| at.to_string(), bare);
            if !is_for_tests(&field.attrs) && name != "_" {
                self.add("value", within, &name);
            }
        }
    }

    fn items(&mut self, within: &str, items: &[Item]) {
        for item in items {
            self.item(within, item);
        }
    }

    fn item(&mut self, within: &str, item: &Item) {
        let inside = |name: &syn::Ident| if within.is_empty() { bare(name) } else { format!("{within}.{}", bare(name)) };
        match item {
            Item::Mod(each) if !is_for_tests(&each.attrs) => {
                if let Some((_, items)) = &each.content {
                    self.add("type", within, &bare(&each.ident));
                    self.items(&inside(&each.ident), items);
                }
            }
            Item::Struct(each) if !is_for_tests(&each.attrs) => {
                self.add("type", within, &bare(&each.ident));
                self.fields(&inside(&each.ident), &each.fields);
            }
            Item::Union(each) if !is_for_tests(&each.attrs) => {
                self.add("type", within, &bare(&each.ident));
                self.fields(&inside(&each.ident), &Fields::Named(each.fields.clone()));
            }
            Item::Enum(each) if !is_for_tests(&each.attrs) => {
                self.add("type", within, &bare(&each.ident));
                for variant in each.variants.iter().filter(|variant| !is_for_tests(&variant.attrs)) {
                    self.add("value", &inside(&each.ident), &bare(&variant.ident));
                }
            }
            Item::Trait(each) if !is_for_tests(&each.attrs) => {
                self.add("type", within, &bare(&each.ident));
                for member in &each.items {
                    let owner = inside(&each.ident);
                    match member {
                        TraitItem::Const(one) if !is_for_tests(&one.attrs) => self.add("value", &owner, &bare(&one.ident)),
                        TraitItem::Method(one) if !is_for_tests(&one.attrs) => {
                            self.add("function", &owner, &bare(&one.sig.ident))
                        }
                        TraitItem::Type(one) if !is_for_tests(&one.attrs) => self.add("value", &owner, &bare(&one.ident)),
                        _ => {}
                    }
                }
            }
            Item::Impl(each) if !is_for_tests(&each.attrs) => self.members(within, each),
            Item::Fn(each) if !is_for_tests(&each.attrs) && (within.is_empty() || !is_test(&each.attrs)) => {
                self.add("function", within, &bare(&each.sig.ident))
            }
            Item::Const(each) if !is_for_tests(&each.attrs) && each.ident != "_" => {
                self.add("value", within, &bare(&each.ident))
            }
            Item::Static(each) if !is_for_tests(&each.attrs) => self.add("value", within, &bare(&each.ident)),
            Item::Type(each) if !is_for_tests(&each.attrs) => self.add("value", within, &bare(&each.ident)),
            Item::Macro(each) if !is_for_tests(&each.attrs) => {
                if let (true, Some(name)) = (each.mac.path.is_ident("macro_rules"), &each.ident) {
                    self.add("function", within, &bare(name));
                } else if is_around_items(&each.mac.path) {
                    let written = each.mac.tokens.to_string();
                    let as_items = |text: &str| syn::parse_file(text);
                    match as_items(&written).or_else(|_| as_items(&format!("{written};"))) {
                        Ok(inside) if !is_for_tests(&inside.attrs) => self.items(within, &inside.items),
                        _ => {}
                    }
                }
            }
            Item::ForeignMod(each) if !is_for_tests(&each.attrs) => {
                for one in &each.items {
                    match one {
                        syn::ForeignItem::Fn(one) => self.add("function", within, &bare(&one.sig.ident)),
                        syn::ForeignItem::Static(one) => self.add("value", within, &bare(&one.ident)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, within: &str, each: &syn::ItemImpl) {
        let Type::Path(of) = &*each.self_ty else { return };
        let names: Vec<String> = of.path.segments.iter().map(|segment| bare(&segment.ident)).collect();
        let is_parameter = each.generics.params.iter().any(|parameter| {
            matches!(parameter, GenericParam::Type(one) if names.len() == 1 && one.ident == names[0])
        });
        if is_parameter || of.qself.is_some() {
            return;
        }
        let mut owner: Vec<&str> = within.split('.').filter(|name| !name.is_empty()).collect();
        let mut rest: Vec<&str> = names.iter().map(String::as_str).collect();
        while rest[0] == "super" && !owner.is_empty() {
            owner.pop();
            rest.remove(0);
        }
        if rest[0] == "self" {
            rest.remove(0);
        }
        let owner = if rest[0] == "crate" || rest[0] == "super" { rest.join(".") } else { [owner, rest].concat().join(".") };
        for member in &each.items {
            match member {
                ImplItem::Const(one) if !is_for_tests(&one.attrs) => self.add("value", &owner, &bare(&one.ident)),
                ImplItem::Method(one) if !is_for_tests(&one.attrs) && !is_test(&one.attrs) => {
                    self.add("function", &owner, &bare(&one.sig.ident))
                }
                ImplItem::Type(one) if each.trait_.is_none() && !is_for_tests(&one.attrs) => {
                    self.add("value", &owner, &bare(&one.ident))
                }
                _ => {}
            }
        }
    }
}

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout());
    for path in io::stdin().lock().lines() {
        let path = path?;
        let mut key = Key { path: &path, found: Vec::new() };
        match std::fs::read_to_string(&path).ok().and_then(|text| syn::parse_file(&text).ok()) {
            Some(file) if !is_for_tests(&file.attrs) => key.items("", &file.items),
            Some(_) => {}
            None => key.found.push(("unjudged", String::new())),
        }
        for (kind, name) in &key.found {
            writeln!(out, "{}\t{kind}\t{name}", key.path)?;
        }
    }
    out.flush()
}

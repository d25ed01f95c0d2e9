//! Java's regular expressions in the syntax of the `regex` crate.
//!
//! The two mostly agree. Translated is what they write differently or mean differently: `\d`, `\w`, `\s`
//! and `\b`, which are ASCII in Java; its POSIX classes; the names of Unicode's classes; quoting by
//! `\Q…\E`; octal and control escapes.
//! Refused by name is what an engine of linear time cannot have (look-around, back-references, atomic
//! groups, possessive quantifiers) and what the crate would take for something else.

use super::PatternError;

type Translated = Result<String, PatternError>;

/// An expression of Java for the `regex` crate.
///
/// # Errors
/// What is not supported, by its name, and escapes that Java does not know.
pub(super) fn translate(pattern: &str) -> Translated {
    let mut translator = Translator { out: String::with_capacity(pattern.len() + 16), rest: pattern };
    translator.expression()?;
    Ok(translator.out)
}

struct Translator<'p> {
    out: String,
    rest: &'p str,
}

fn unsupported(what: &str) -> PatternError {
    PatternError::new(format!("{what} are not supported"))
}

impl<'p> Translator<'p> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next()?;
        self.rest = chars.as_str();
        Some(next)
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expression(&mut self) -> Result<(), PatternError> {
        while let Some(character) = self.next() {
            match character {
                '\\' => self.escape(false)?,
                '[' => {
                    self.out.push('[');
                    self.class()?;
                }
                '(' => self.group()?,
                '*' | '+' | '?' => self.quantifier(character)?,
                '{' => {
                    let (bounds, rest) = self
                        .rest
                        .split_once('}')
                        .ok_or_else(|| PatternError::new("a '{' without its '}'"))?;
                    self.out.push('{');
                    self.out.push_str(bounds);
                    self.rest = rest;
                    self.quantifier('}')?;
                }
                other => self.out.push(other),
            }
        }
        Ok(())
    }

    /// The last character of a quantifier, and the one that may change it.
    fn quantifier(&mut self, last: char) -> Result<(), PatternError> {
        self.out.push(last);
        if self.take("?") {
            self.out.push('?');
        } else if self.rest.starts_with('+') {
            return Err(unsupported("possessive quantifiers"));
        }
        if self.rest.starts_with(['*', '+', '?']) {
            return Err(PatternError::new("a quantifier follows a quantifier"));
        }
        Ok(())
    }

    /// Behind an opening bracket.
    fn group(&mut self) -> Result<(), PatternError> {
        self.out.push('(');
        if !self.take("?") {
            return Ok(());
        }
        self.out.push('?');
        if self.rest.starts_with(['=', '!']) || self.rest.starts_with("<=") || self.rest.starts_with("<!") {
            return Err(unsupported("look-ahead and look-behind"));
        }
        if self.rest.starts_with('>') {
            return Err(unsupported("atomic groups"));
        }
        if self.rest.starts_with('<') {
            // A name; what is wrong with it the crate finds.
            return Ok(());
        }
        while let Some(character) = self.next() {
            match character {
                'i' | 'm' | 's' | '-' => self.out.push(character),
                // The crate folds case as Unicode does, which this asks for.
                'u' => {}
                ':' | ')' => {
                    self.out.push(character);
                    return Ok(());
                }
                'x' => return Err(unsupported("expressions with comments, '(?x)',")),
                other => return Err(PatternError::new(format!("unknown group '(?{other}'"))),
            }
        }
        Err(PatternError::new("a '(' without its ')'"))
    }

    /// The inside of a class with its closing bracket. The depth of nesting is limited by the crate; the
    /// loop keeps it as a number.
    fn class(&mut self) -> Result<(), PatternError> {
        let mut depth = 1u32;
        self.class_start();
        while let Some(character) = self.next() {
            match character {
                '\\' => self.escape(true)?,
                '[' => {
                    depth += 1;
                    self.out.push('[');
                    self.class_start();
                }
                ']' => {
                    depth -= 1;
                    self.out.push(']');
                    if depth == 0 {
                        return Ok(());
                    }
                }
                // Set operators of the crate that are nothing in Java.
                '-' if self.rest.starts_with('-') => {
                    return Err(PatternError::new("two '-' in a row in a class: escape them as '\\-'"));
                }
                '~' => self.out.push_str("\\~"),
                ':' => self.out.push_str("\\:"),
                other => self.out.push(other),
            }
        }
        Err(PatternError::new("a '[' without its ']'"))
    }

    /// `^` and a first `]`, which is itself.
    fn class_start(&mut self) {
        if self.take("^") {
            self.out.push('^');
        }
        if self.take("]") {
            self.out.push_str("\\]");
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Result<(), PatternError> {
        let character = self.next().ok_or_else(|| PatternError::new("nothing follows a '\\'"))?;
        let plain = match character {
            'd' => "[0-9]",
            'D' => "[^0-9]",
            'w' => "[a-zA-Z0-9_]",
            'W' => "[^a-zA-Z0-9_]",
            's' => r"[ \t\n\x0B\x0C\r]",
            'S' => r"[^ \t\n\x0B\x0C\r]",
            'h' => r"[ \t\u00A0\u1680\u180E\u2000-\u200A\u202F\u205F\u3000]",
            'H' => r"[^ \t\u00A0\u1680\u180E\u2000-\u200A\u202F\u205F\u3000]",
            'v' => r"[\n\x0B\x0C\r\u0085\u2028\u2029]",
            'V' => r"[^\n\x0B\x0C\r\u0085\u2028\u2029]",
            't' => r"\t",
            'n' => r"\n",
            'r' => r"\r",
            'f' => r"\f",
            'a' => r"\x07",
            'e' => r"\x1B",
            'b' if !in_class => r"(?-u:\b)",
            'B' if !in_class => r"(?-u:\B)",
            'A' if !in_class => r"\A",
            // `\Z` like `$`: without the last line end that Java lets stand behind it (open point).
            'z' | 'Z' if !in_class => r"\z",
            'R' if !in_class => r"(?:\r\n|[\n\x0B\x0C\r\u0085\u2028\u2029])",
            _ => return self.long_escape(character),
        };
        self.out.push_str(plain);
        Ok(())
    }

    fn long_escape(&mut self, character: char) -> Result<(), PatternError> {
        match character {
            'p' | 'P' => self.property(character),
            'Q' => {
                let (quoted, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
                self.out.push_str(&regex::escape(quoted));
                self.rest = rest;
                Ok(())
            }
            '0' => self.octal(),
            'c' => {
                let control = self.next().ok_or_else(|| PatternError::new("nothing follows '\\c'"))?;
                let code = u32::from(control) ^ 0x40;
                self.code(code)
            }
            'x' | 'u' => {
                self.out.push('\\');
                self.out.push(character);
                Ok(())
            }
            '1'..='9' | 'k' => Err(unsupported("back-references")),
            'G' | 'X' | 'N' => Err(PatternError::new(format!("'\\{character}' is not supported"))),
            letter if letter.is_ascii_alphabetic() => {
                Err(PatternError::new(format!("unknown escape '\\{letter}'")))
            }
            sign => {
                self.out.push_str(&regex::escape(sign.encode_utf8(&mut [0; 4])));
                Ok(())
            }
        }
    }

    /// `\0n`, `\0nn`, `\0mnn`
    fn octal(&mut self) -> Result<(), PatternError> {
        let is_octal = |character: char| character.is_digit(8);
        let digits = self.rest.chars().take(3).take_while(|character| is_octal(*character)).count();
        let digits = if digits == 3 && !self.rest.starts_with(['0', '1', '2', '3']) { 2 } else { digits };
        let (text, rest) = self.rest.split_at(digits);
        let code =
            u32::from_str_radix(text, 8).map_err(|_| PatternError::new("no octal digit follows '\\0'"))?;
        self.rest = rest;
        self.code(code)
    }

    fn code(&mut self, code: u32) -> Result<(), PatternError> {
        if char::from_u32(code).is_none() {
            return Err(PatternError::new("no such character"));
        }
        self.out.push_str(&format!("\\x{{{code:X}}}"));
        Ok(())
    }

    /// `\p{…}` and `\P{…}`
    fn property(&mut self, letter: char) -> Result<(), PatternError> {
        let name = if self.take("{") {
            let (name, rest) =
                self.rest.split_once('}').ok_or_else(|| PatternError::new("a '\\p{' without its '}'"))?;
            self.rest = rest;
            name
        } else {
            let length = self.rest.chars().next().map_or(0, char::len_utf8);
            let (name, rest) = self.rest.split_at(length);
            self.rest = rest;
            name
        };
        let negated = letter == 'P';
        if let Some(members) = posix_class(name) {
            self.out.push_str(if negated { "[^" } else { "[" });
            self.out.push_str(members);
            self.out.push(']');
            return Ok(());
        }
        match unicode_class(name) {
            Some(class) => {
                self.out.push_str(&format!("\\{letter}{{{class}}}"));
                Ok(())
            }
            None => {
                Err(PatternError::new(format!("the character class '\\{letter}{{{name}}}' is not supported")))
            }
        }
    }
}

/// What the crate calls a class of Unicode: a category (`Lu`, `IsLu`, `gc=Lu`), a binary property
/// (`IsAlphabetic`) or a script (`IsLatin`, `sc=Latin`). Blocks (`InGreek`) and Java's own are none.
fn unicode_class(name: &str) -> Option<String> {
    let (key, value) = match name.split_once('=') {
        Some((key, value)) => (key.to_ascii_lowercase(), value),
        None => (String::new(), name),
    };
    let property = value.strip_prefix("Is").filter(|_| key.is_empty());
    match (key.as_str(), property) {
        ("" | "gc" | "general_category", _) if is_category(property.unwrap_or(value)) => {
            Some(property.unwrap_or(value).to_owned())
        }
        ("", Some(property)) => binary_property(property).map(str::to_owned).or_else(|| script(property)),
        ("sc" | "script", _) => script(value),
        _ => None,
    }
}

/// The binary properties that both sides have. Java takes them in any case.
fn binary_property(name: &str) -> Option<&'static str> {
    const PROPERTIES: [(&str, &str); 10] = [
        ("alphabetic", "Alphabetic"),
        ("hex_digit", "Hex_Digit"),
        ("hexdigit", "Hex_Digit"),
        ("ideographic", "Ideographic"),
        ("join_control", "Join_Control"),
        ("joincontrol", "Join_Control"),
        ("lowercase", "Lowercase"),
        ("uppercase", "Uppercase"),
        ("white_space", "White_Space"),
        ("whitespace", "White_Space"),
    ];
    let found = PROPERTIES.iter().find(|(java, _)| java.eq_ignore_ascii_case(name));
    found.map(|(_, class)| *class)
}

/// A script by its name or its four letters, if there is one of that name.
fn script(name: &str) -> Option<String> {
    let class = format!("sc={name}");
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_name && regex_automata::util::syntax::parse(&format!("\\p{{{class}}}")).is_ok()).then_some(class)
}

/// The general categories of Unicode, which both sides call the same.
fn is_category(name: &str) -> bool {
    const CATEGORIES: [&str; 36] = [
        "C", "Cc", "Cf", "Cn", "Co", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N",
        "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z",
        "Zl", "Zs",
    ];
    CATEGORIES.contains(&name)
}

/// The members of Java's POSIX classes, which are ASCII.
fn posix_class(name: &str) -> Option<&'static str> {
    Some(match name {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "ASCII" => r"\x00-\x7F",
        "Alpha" => "a-zA-Z",
        "Digit" => "0-9",
        "Alnum" => "a-zA-Z0-9",
        "Punct" => r"!-/:-@\[-`{-\~",
        "Graph" => r"!-\~",
        "Print" => r" -\~",
        "Blank" => r" \t",
        "Cntrl" => r"\x00-\x1F\x7F",
        "XDigit" => "0-9a-fA-F",
        "Space" => r" \t\n\x0B\x0C\r",
        _ => return None,
    })
}

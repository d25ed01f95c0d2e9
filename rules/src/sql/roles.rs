//! Roles that a statement or a template names.

use super::lexer::{Stop, Token, TokenKind, tokenize};

/// The functions whose last argument is a role, a literal always (rules.md §4).
const FUNCTIONS: [&str; 4] = ["get_dynamodb", "get_registry_data", "get_secret", "get_thing_shadow"];

/// The roles that functions of a statement are given, in their order. What is no statement names none.
pub(crate) fn roles_of_statement(sql: &str) -> Vec<String> {
    tokenize(sql, 0, Stop::SourceEnd).map(|tokens| roles(&tokens)).unwrap_or_default()
}

/// The same of the expressions of a template.
pub(crate) fn roles_of_template(text: &str) -> Vec<String> {
    const OPENING: &str = "${";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(OPENING)) {
        let Ok(tokens) = tokenize(text, at + start + OPENING.len(), Stop::ClosingBrace) else { break };
        found.extend(roles(&tokens));
        at = tokens.last().map_or(text.len(), |last| last.offset + 1);
    }
    found
}

fn roles(tokens: &[Token<'_>]) -> Vec<String> {
    let calls = tokens.windows(2).enumerate().filter(|(_, pair)| match pair {
        [Token { kind: TokenKind::Word(name), .. }, Token { kind: TokenKind::Symbol("("), .. }] => {
            FUNCTIONS.iter().any(|function| name.eq_ignore_ascii_case(function))
        }
        _ => false,
    });
    calls.filter_map(|(index, _)| last_argument(tokens.get(index + 2..)?)).collect()
}

/// The literal before the bracket that closes a call; `tokens` begin behind the one that opens it.
fn last_argument(tokens: &[Token<'_>]) -> Option<String> {
    let mut open = 1usize;
    let mut last = None;
    for token in tokens {
        match &token.kind {
            TokenKind::Symbol("(") => open += 1,
            TokenKind::Symbol(")") => open -= 1,
            _ => {}
        }
        if open == 0 {
            return last;
        }
        last = match &token.kind {
            TokenKind::Text(text) if open == 1 => Some(text.clone().into_owned()),
            _ => None,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_arguments_of_functions_that_assume_roles_are_found() {
        let sql = "SELECT get_thing_shadow(topic(2), 'arn:a').state AS s, concat('x', 'arn:no') FROM 'a' \
                   WHERE Get_DynamoDB('t', 'k', concat(a, ')'), \"arn:b\").v > 1 AND get_secret(id, 'SecretString', role)";
        assert_eq!(roles_of_statement(sql), ["arn:a", "arn:b"]);
        assert_eq!(roles_of_statement("SELECT get_dynamodb('t', 'arn:x'"), [""; 0]);
        let template =
            "a/${topic(1)}/${get_secret(get_thing_shadow('x', 'arn:in').y, 'SecretString', 'arn:out')}";
        assert_eq!(roles_of_template(template), ["arn:out", "arn:in"]);
        assert_eq!(roles_of_template("${'"), [""; 0]);
        assert_eq!(roles_of_template("plain"), [""; 0]);
    }
}

//! `POST /_thingcore/rules/test`: a statement tried on a message that nobody publishes. External functions ask whom
//! they ask for rules.

use std::sync::Arc;

use base::Tenant;
use http::StatusCode;
use rules::definition::DefinitionError;
use rules::external::Answers;
use rules::tester::{Question, Untestable, Verdict};
use serde_json::{Value, json};

use super::{App, now};

/// External calls that one trial may wait for; a statement cannot have more.
const CALLS_MAX: usize = 64;

/// Answers a question, and asks for it what its statement asks.
///
/// # Errors
/// The status and body of the refusal.
pub async fn answer(app: &App, tenant: &Tenant, question: Question) -> Result<Verdict, (StatusCode, Value)> {
    let (question, mut answers, now) = (Arc::new(question), Answers::default(), now());
    for _ in 0..CALLS_MAX {
        let asked = Arc::clone(&question);
        let evaluated = app.trials.run(move || (asked.answer(&answers, now), answers)).await;
        let Some((outcome, given)) = evaluated else {
            let message = "the statement could not be evaluated";
            return Err((StatusCode::INTERNAL_SERVER_ERROR, json!({"message": message})));
        };
        answers = given;
        match outcome {
            Ok(verdict) => return Ok(verdict),
            Err(Untestable::Awaits(call)) => {
                let outcome = app.engine.ask(tenant, &call).await;
                answers.insert(*call, outcome);
            }
            Err(refused) => return Err((StatusCode::BAD_REQUEST, refusal(&refused))),
        }
    }
    Err((
        StatusCode::BAD_REQUEST,
        json!({"message": format!("the statement asks more than {CALLS_MAX} times")}),
    ))
}

/// A refusal as CreateTopicRule words it. That of a statement has the place besides.
pub fn refusal(refused: &Untestable) -> Value {
    let message = refused.to_string();
    match refused {
        Untestable::Definition(DefinitionError::Sql(error)) => {
            let (line, column) = (error.line, error.column);
            json!({"__type": "SqlParseException", "message": message, "line": line, "column": column})
        }
        _ => json!({"__type": "InvalidRequestException", "message": message}),
    }
}

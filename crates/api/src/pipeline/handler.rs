//! Handlers and their table.

use std::marker::PhantomData;
use std::pin::Pin;

use model::{Model, OPERATION_COUNT, OpId, Request};

use super::Call;
use crate::bind::{Answer, Bound};
use crate::coverage::Coverage;
use crate::error::ApiError;

/// What an untyped handler returns.
type Outcome = Result<Answer, ApiError>;
/// An untyped handler that waits.
type Waiting<C> = for<'a> fn(&'a Call<'a, C>, Bound) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;
/// Remembers which request an answer belongs to.
type Of<R> = PhantomData<fn() -> R>;

/// A handler without its types. [`crate::handlers!`] makes them.
pub enum Run<C> {
    /// One that answers at once.
    Sync(fn(&Call<C>, Bound) -> Outcome),
    /// One that waits for something.
    Async(Waiting<C>),
}

impl<C> Clone for Run<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Run<C> {}

/// A registered handler.
pub struct Handler<C> {
    /// What it does.
    pub run: Run<C>,
    /// How much of AWS's behaviour it has.
    pub coverage: Coverage,
}

/// The handlers of all operations. Operations without one are refused by name.
pub struct Handlers<C> {
    /// By operation. On the heap, because many such tables are put together at once.
    table: Box<[Option<Handler<C>>]>,
}

impl<C> Handlers<C> {
    /// No handlers.
    pub fn new() -> Self {
        Self { table: std::iter::repeat_with(|| None).take(OPERATION_COUNT).collect() }
    }

    /// Registers a handler.
    ///
    /// # Panics
    /// When the operation has one already: a mistake in the program that every start would show.
    pub fn add(&mut self, operation: OpId, run: Run<C>, coverage: Coverage) {
        let earlier = self.table[operation.index()].replace(Handler { run, coverage });
        assert!(earlier.is_none(), "two handlers for {operation:?}");
    }

    /// Adds the handlers of another table.
    ///
    /// # Panics
    /// When both have a handler for an operation.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (operation, handler) in OpId::all().zip(other.table) {
            if let Some(Handler { run, coverage }) = handler {
                self.add(operation, run, coverage);
            }
        }
        self
    }

    /// The handler of an operation.
    pub fn get(&self, operation: OpId) -> Option<&Handler<C>> {
        self.table[operation.index()].as_ref()
    }

    /// How much of an operation is here.
    pub fn coverage(&self, operation: OpId) -> Coverage {
        self.get(operation).map_or(Coverage::None, |handler| handler.coverage)
    }
}

impl<C> Default for Handlers<C> {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads the typed request of the operation `OP`; a handler of another operation does not compile.
///
/// # Errors
/// `InternalFailureException` when a validated document cannot be read, which is a fault of this crate.
pub fn read<const OP: usize, R: Request>(bound: Bound) -> Result<(R, Of<R>), ApiError> {
    const { assert!(R::OPERATION.index() == OP, "the handler takes the request of another operation") };
    let mut request = R::read(bound.document)
        .map_err(|error| ApiError::internal_failure(format!("the model and its types disagree: {error}")))?;
    if let Some(payload) = bound.payload {
        request.set_payload(payload.into());
    }
    Ok((request, PhantomData))
}

/// Writes the typed answer to a request of type `R`.
pub fn write<R: Request>(_: Of<R>, mut answer: R::Response) -> Answer {
    let payload = answer.take_payload();
    Answer { document: answer.write(), payload }
}

/// Makes [`Handlers`] of functions, each with its operation and how much of it is there:
///
/// ```
/// use api::error::ApiError;
/// use api::pipeline::{Call, Handlers};
/// use model::iot::{self, op};
///
/// struct Services;
///
/// fn create_thing(_: &Call<Services>, input: iot::CreateThingRequest) -> Result<iot::CreateThingResponse, ApiError> {
///     Ok(iot::CreateThingResponse { thing_name: Some(input.thing_name), ..Default::default() })
/// }
///
/// async fn delete_thing(_: &Call<'_, Services>, _: iot::DeleteThingRequest) -> Result<iot::DeleteThingResponse, ApiError> {
///     Ok(iot::DeleteThingResponse {})
/// }
///
/// let handlers: Handlers<Services> = api::handlers! {
///     op::CREATE_THING => sync create_thing, partial("attributes are not kept");
///     op::DELETE_THING => async delete_thing, exact;
/// };
/// ```
///
/// A function that takes another operation's request, or returns another answer, does not compile.
#[macro_export]
macro_rules! handlers {
    ($($operation:path => $mode:tt $function:path, $status:ident $(($missing:literal))?;)*) => {{
        let mut handlers = $crate::pipeline::Handlers::new();
        $(handlers.add(
            $operation,
            $crate::handlers!(@run $mode $operation, $function),
            $crate::handlers!(@coverage $status $($missing)?),
        );)*
        handlers
    }};
    (@run sync $operation:path, $function:path) => {
        $crate::pipeline::Run::Sync(|call, bound| {
            let (request, of) = $crate::pipeline::read::<{ $operation.index() }, _>(bound)?;
            Ok($crate::pipeline::write(of, $function(call, request)?))
        })
    };
    (@run async $operation:path, $function:path) => {
        $crate::pipeline::Run::Async(|call, bound| {
            Box::pin(async move {
                let (request, of) = $crate::pipeline::read::<{ $operation.index() }, _>(bound)?;
                Ok($crate::pipeline::write(of, $function(call, request).await?))
            })
        })
    };
    (@coverage exact) => {
        $crate::coverage::Coverage::Exact
    };
    (@coverage partial $missing:literal) => {
        $crate::coverage::Coverage::Partial($missing)
    };
}

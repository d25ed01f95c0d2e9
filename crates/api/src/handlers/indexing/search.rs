//! SearchIndex.

use std::ops::ControlFlow;

use base::{Page, PageRequest, cut_page};
use model::iot::{SearchIndexRequest, SearchIndexResponse};

use super::{Asked, Fleet, Index, group_query, thing_query};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::support::page;
use crate::pipeline::Call;

/// The largest page, and that of callers who do not say (extras.md §2).
const PAGE_MAX: i32 = 100;

pub async fn search_index(
    call: &Call<'_, Cloud>,
    input: SearchIndexRequest,
) -> Result<SearchIndexResponse, ApiError> {
    let asked = Asked::new(call, input.index_name.as_deref(), input.query_version.as_deref())?;
    let size = input.max_results.unwrap_or(PAGE_MAX).min(PAGE_MAX);
    let request = page(Some(size), input.next_token);
    match asked.index {
        Index::Things => {
            let query = thing_query(&asked.indexing, &input.query_string)?;
            let (place, mut found) = (request.place()?, Found::new(&request));
            let fleet = Fleet::of(call, asked.indexing);
            fleet.find(&query, place, |thing| found.add(thing.to_answer())).await;
            let page = found.cut(&request, |thing| thing.thing_name.as_deref())?;
            Ok(SearchIndexResponse { things: Some(page.items), next_token: page.next, thing_groups: None })
        }
        Index::ThingGroups => {
            let query = group_query(&input.query_string)?;
            let (place, mut found) = (request.place()?, Found::new(&request));
            let fleet = Fleet::of(call, asked.indexing);
            fleet.find_groups(&query, place, |group| found.add(group.to_answer())).await;
            let page = found.cut(&request, |group| group.thing_group_name.as_deref())?;
            Ok(SearchIndexResponse { thing_groups: Some(page.items), next_token: page.next, things: None })
        }
    }
}

/// What was found for a page, and one more if there is one: that tells whether another page follows.
struct Found<T> {
    documents: Vec<T>,
    max: usize,
}

impl<T> Found<T> {
    fn new(request: &PageRequest) -> Self {
        Self { documents: Vec::new(), max: request.size().saturating_add(1) }
    }

    fn add(&mut self, document: T) -> ControlFlow<()> {
        self.documents.push(document);
        if self.documents.len() < self.max { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn cut(self, request: &PageRequest, name: impl Fn(&T) -> Option<&str>) -> Result<Page<T>, ApiError> {
        let name = |document: &T| name(document).unwrap_or_default().to_owned();
        let is_after = |document: &T, last: &str| name(document).as_str() > last;
        Ok(cut_page(self.documents.into_iter(), request, name, is_after, |document| document)?)
    }
}

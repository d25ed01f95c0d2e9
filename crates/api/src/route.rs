//! From method and path to the operation.
//!
//! The path is split at its slashes before it is percent-decoded: names of topics and ARNs carry encoded
//! slashes. Each service has a trie of its own, because two of them share paths
//! (`GET /things/{thingName}/jobs`).

use std::borrow::Cow;

use model::{OpId, SERVICES, Segment, ServiceId, iot_data};
use percent_encoding::percent_decode_str;

/// Operations whose last label takes the rest of the path, though the model does not say so: AWS's own
/// HTTPS examples publish to `/topics/a/b` with bare slashes.
const TAKES_THE_REST: [OpId; 2] = [iot_data::op::PUBLISH, iot_data::op::GET_RETAINED_MESSAGE];

/// An operation found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route<'p> {
    /// The operation.
    pub operation: OpId,
    /// The path's segments, still percent-encoded, without the empty one that a trailing slash leaves.
    pub segments: Vec<&'p str>,
}

/// No operation found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unrouted {
    /// Whether the path is known with another method.
    pub path_is_known: bool,
}

/// The routes of all services.
pub struct Router {
    tries: [Node; SERVICES.len()],
}

#[derive(Default)]
struct Node {
    literals: Vec<(&'static str, Node)>,
    label: Option<Box<Node>>,
    /// Operations that take the rest of the path.
    rest: Vec<OpId>,
    /// Operations that end here.
    here: Vec<OpId>,
}

impl Router {
    /// Builds the tries from the operation tables.
    pub fn new() -> Self {
        let mut tries: [Node; SERVICES.len()] = Default::default();
        for operation in OpId::all() {
            tries[operation.operation().service as usize].insert(operation);
        }
        Self { tries }
    }

    /// The first of the services that knows the method and path decides. One trailing slash is ignored.
    ///
    /// # Errors
    /// When none of them knows it.
    pub fn resolve<'p>(
        &self,
        services: &[ServiceId],
        method: &str,
        path: &'p str,
    ) -> Result<Route<'p>, Unrouted> {
        let mut segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        if segments.last() == Some(&"") {
            segments.pop();
        }
        let decoded: Vec<Cow<str>> =
            segments.iter().map(|segment| percent_decode_str(segment).decode_utf8_lossy()).collect();
        let mut search = Search { method, path_is_known: false };
        let found =
            services.iter().find_map(|service| self.tries[*service as usize].find(&decoded, &mut search));
        match found {
            Some(operation) => Ok(Route { operation, segments }),
            None => Err(Unrouted { path_is_known: search.path_is_known }),
        }
    }
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}

struct Search<'m> {
    method: &'m str,
    path_is_known: bool,
}

impl Search<'_> {
    fn pick(&mut self, candidates: &[OpId]) -> Option<OpId> {
        self.path_is_known |= !candidates.is_empty();
        candidates.iter().find(|candidate| candidate.operation().method == self.method).copied()
    }
}

impl Node {
    fn insert(&mut self, operation: OpId) {
        let mut node = self;
        for (index, segment) in operation.operation().path.iter().enumerate() {
            let last = index + 1 == operation.operation().path.len();
            let takes_rest = last && TAKES_THE_REST.contains(&operation);
            node = match segment {
                Segment::Greedy(_) => return node.rest.push(operation),
                Segment::Label(_) if takes_rest => return node.rest.push(operation),
                Segment::Label(_) => node.label.get_or_insert_default(),
                Segment::Literal(text) => {
                    let index = node.literals.iter().position(|(known, _)| known == text);
                    let index = index.unwrap_or_else(|| {
                        node.literals.push((text, Self::default()));
                        node.literals.len() - 1
                    });
                    &mut node.literals[index].1
                }
            };
        }
        node.here.push(operation);
    }

    /// Literals come before labels, labels before the rest; a branch without the method is left again.
    /// The depth is that of the longest template.
    fn find(&self, segments: &[Cow<str>], search: &mut Search) -> Option<OpId> {
        let Some((first, others)) = segments.split_first() else { return search.pick(&self.here) };
        if first.is_empty() {
            return None;
        }
        let literal = self.literals.iter().find(|(text, _)| text == first);
        literal
            .and_then(|(_, node)| node.find(others, search))
            .or_else(|| self.label.as_ref().and_then(|node| node.find(others, search)))
            .or_else(|| search.pick(&self.rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{iot, iot_jobs_data};
    use proptest::prelude::*;

    const ALL: [ServiceId; 3] = [ServiceId::Iot, ServiceId::IotData, ServiceId::IotJobsData];

    fn resolve(services: &[ServiceId], method: &str, path: &str) -> Result<OpId, Unrouted> {
        Router::new().resolve(services, method, path).map(|route| route.operation)
    }

    #[test]
    fn every_operation_resolves_to_itself() {
        let router = Router::new();
        for id in OpId::all() {
            let operation = id.operation();
            let mut path = String::new();
            for segment in operation.path {
                path.push('/');
                path += match segment {
                    Segment::Literal(text) => text,
                    Segment::Label(_) => "arn%3Aaws%2Fx",
                    Segment::Greedy(_) => "a/b%2Fc",
                };
            }
            for path in [path.clone(), format!("{path}/")] {
                let route = router.resolve(&[operation.service], operation.method, &path).unwrap();
                assert_eq!(route.operation, id, "{} {path}", operation.method);
            }
        }
    }

    #[test]
    fn the_service_tells_equal_paths_apart() {
        let path = "/things/lamp/jobs";
        assert_eq!(resolve(&[ServiceId::Iot], "GET", path), Ok(iot::op::LIST_JOB_EXECUTIONS_FOR_THING));
        let pending = iot_jobs_data::op::GET_PENDING_JOB_EXECUTIONS;
        assert_eq!(resolve(&[ServiceId::IotJobsData], "GET", path), Ok(pending));
        assert_eq!(resolve(&ALL, "GET", path), Ok(iot::op::LIST_JOB_EXECUTIONS_FOR_THING));
        assert_eq!(resolve(&ALL, "GET", "/things/lamp/shadow"), Ok(iot_data::op::GET_THING_SHADOW));
    }

    #[test]
    fn a_literal_without_the_method_gives_way_to_a_label() {
        let jobs = [ServiceId::IotJobsData];
        for next in ["$next", "%24next"] {
            let path = format!("/things/lamp/jobs/{next}");
            assert_eq!(resolve(&jobs, "PUT", &path), Ok(iot_jobs_data::op::START_NEXT_PENDING_JOB_EXECUTION));
            assert_eq!(resolve(&jobs, "GET", &path), Ok(iot_jobs_data::op::DESCRIBE_JOB_EXECUTION));
        }
    }

    #[test]
    fn topics_may_have_bare_slashes() {
        let route = Router::new().resolve(&ALL, "POST", "/topics/a/b%2Fc").map(|route| route.segments);
        assert_eq!(route, Ok(vec!["topics", "a", "b%2Fc"]));
    }

    #[test]
    fn an_encoded_slash_separates_nothing() {
        assert_eq!(resolve(&ALL, "GET", "/things%2Flamp"), Err(Unrouted { path_is_known: false }));
        assert_eq!(resolve(&ALL, "GET", "/things/a%2Fb"), Ok(iot::op::DESCRIBE_THING));
    }

    #[test]
    fn wrong_methods_and_paths_are_told_apart() {
        assert_eq!(resolve(&ALL, "PUT", "/things/lamp/shadow"), Err(Unrouted { path_is_known: true }));
        for path in ["/", "", "//", "/nothing", "/things//shadow", "/things/lamp//", "/topics", "/topics//a"]
        {
            assert_eq!(resolve(&ALL, "PUT", path), Err(Unrouted { path_is_known: false }), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn no_path_panics(method in "[A-Z]{0,4}", path in "(/?(things|jobs|%|%2|%ff|topics|[a-z/%$]{0,4})){0,9}") {
            let _ = resolve(&ALL, &method, &path);
        }
    }
}

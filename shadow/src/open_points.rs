//! What AWS leaves undocumented or contradictory about shadows, each decided once, here. Sections are
//! those of the behaviour sheet shadow.md.

use std::time::Duration;

use crate::ShadowName;

/// How far the version of a shadow that is created anew is ahead of the deleted one's (§5). The authors
/// of the Greengrass shadow manager let the deletion count as a version, hence 2; emulators go on with 1.
pub(crate) const RECREATION_STEP: u64 = 2;

/// For how long the version of a deleted shadow is remembered (§5).
pub(crate) const DELETED_FOR: Duration = Duration::from_secs(48 * 3600);

/// Whether `{"a":{"b":null}}` makes an empty `a` where there was none. §3 has it that removing an absent
/// key stores nothing; Greengrass does not make the object either.
pub(crate) const NULLS_MAKE_OBJECTS: bool = false;

/// What a `null` inside an array is answered with, be it an element or a member of an object in the
/// array. §3 knows the code, 400, but no text.
pub(crate) const NULL_IN_ARRAY: &str = "Arrays must not contain null values";

/// Whether 1 and 1.0 are in sync (§6).
pub(crate) const NUMBERS_EQUAL_BY_VALUE: bool = true;

/// Whether the metadata of `update/accepted` has a timestamp for a key that the request removed. §7 says
/// no. That the metadata of `"state":null` is a timestamp (§3) speaks for the contrary.
pub(crate) const REMOVED_KEYS_HAVE_METADATA: bool = false;

/// Whether `get/accepted` has `metadata.delta` when it has `state.delta` (§7).
pub(crate) const GET_HAS_DELTA_METADATA: bool = false;

/// Whether a `rejected` message has `timestamp`. §7 knows that the 404 has none; example E shows one in
/// the 409, and the guide lists it for all. Captures in public issues (aws-iot-device-sdk-cpp 110 and
/// 168) show a 400 without it, so it may be that no message has it.
pub(crate) const fn rejected_has_timestamp(code: u16) -> bool {
    code != 404
}

/// The name in "No shadow exists with name" (§8): a named shadow's own, as in the guide's tutorial, not
/// `thing~shadow`; the thing's for a classic one.
pub(crate) fn name_in_not_found(name: &ShadowName) -> String {
    name.name().unwrap_or(name.thing()).to_owned()
}

/// What a request on a topic with an impossible thing name is answered with, code 400 (§8 has no text).
pub(crate) const INVALID_THING_NAME: &str = "Invalid thing name";

/// The same for the shadow's name.
pub(crate) const INVALID_SHADOW_NAME: &str = "Invalid shadow name";

/// The text of 429 (§8 describes it, but does not quote it).
pub(crate) const TOO_MANY_REQUESTS: &str = "Too many requests";

//! URLs of HTTP actions and their destinations (rules.md §7).

use std::net::IpAddr;

use base::Profile;

use crate::open_points;

/// The longest URL, bytes (limits.md).
const BYTES_MAX: usize = 2048;

/// Which URLs are allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strictness {
    /// As on AWS: https on the ports 443 and 8443.
    Aws,
    /// A lab has endpoints without certificates: https on any port, and http to this machine and to
    /// private addresses ([`crate::open_points::LAB_ENDPOINTS_MAY_LACK_TLS`]).
    Lab,
}

impl Strictness {
    /// What goes with a profile of limits.
    pub fn of(profile: Profile) -> Self {
        match profile {
            Profile::Aws => Self::Aws,
            Profile::Lab | Profile::Off => Self::Lab,
        }
    }
}

/// A URL that is allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HttpUrl<'u> {
    /// It is `https`.
    pub is_secure: bool,
    /// The host, an IPv6 address without its brackets.
    pub host: &'u str,
    /// The port; that of the scheme when none is given.
    pub port: u16,
}

impl<'u> HttpUrl<'u> {
    /// Reads a URL.
    ///
    /// # Errors
    /// What is wrong with it, to be put behind it.
    pub fn parse(url: &'u str, strictness: Strictness) -> Result<Self, &'static str> {
        if url.len() > BYTES_MAX {
            return Err("is too long");
        }
        if url.bytes().any(|byte| byte <= b' ' || byte == 0x7F) {
            return Err("has characters that no URL has");
        }
        let (is_secure, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err("is not an https URL"),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err("has a user in it");
        }
        let (host, port) = split(authority)?;
        let port = match port {
            None if is_secure => 443,
            None => 80,
            Some(port) => port.parse().ok().filter(|port| *port > 0).ok_or("has a port that is none")?,
        };
        if host.is_empty() {
            return Err("has no host");
        }
        let url = Self { is_secure, host, port };
        match strictness {
            Strictness::Aws if !is_secure => Err("is not an https URL"),
            Strictness::Aws if !matches!(port, 443 | 8443) => Err("has a port other than 443 and 8443"),
            Strictness::Lab if !is_secure && !url.may_lack_tls() => {
                Err("is not an https URL, which only hosts of the lab may lack")
            }
            _ => Ok(url),
        }
    }

    fn may_lack_tls(&self) -> bool {
        open_points::LAB_ENDPOINTS_MAY_LACK_TLS && is_near(self.host)
    }
}

/// Whether a host is this machine or one of the same private network, as far as its name tells: an address of such
/// a range, a name without dots (a container), or one under a name that is never public.
pub(crate) fn is_near(host: &str) -> bool {
    const NEVER_PUBLIC: [&str; 5] = [".localhost", ".local", ".internal", ".lan", ".test"];
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => {
            let host = host.to_ascii_lowercase();
            !host.contains('.') || NEVER_PUBLIC.iter().any(|suffix| host.ends_with(suffix))
        }
    }
}

/// Host and port of an authority.
fn split(authority: &str) -> Result<(&str, Option<&str>), &'static str> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or("has a bracket too few")?;
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err("has something behind its address"),
        };
    }
    match authority.split_once(':') {
        Some((host, port)) => Ok((host, Some(port))),
        None => Ok((authority, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lab_allows_more_than_aws() {
        for (url, aws, lab) in [
            ("https://example.com/a?b", true, true),
            ("https://example.com:8443", true, true),
            ("https://example.com:9000/", false, true),
            ("http://example.com/", false, false),
            ("http://93.184.215.14/", false, false),
            ("http://127.0.0.1:8080/x", false, true),
            ("http://[::1]:8080/x", false, true),
            ("http://192.168.1.7", false, true),
            ("http://localhost:1", false, true),
            ("http://collector/", false, true),
            ("http://collector.internal/", false, true),
            ("https://[::1]/", true, true),
            ("ftp://example.com", false, false),
            ("https://", false, false),
            ("https://a:0/", false, false),
            ("https://a:x/", false, false),
            ("https://u@a/", false, false),
            ("https://a b/", false, false),
            ("https://[::1/", false, false),
            ("", false, false),
        ] {
            assert_eq!(HttpUrl::parse(url, Strictness::Aws).is_ok(), aws, "{url}");
            assert_eq!(HttpUrl::parse(url, Strictness::Lab).is_ok(), lab, "{url}");
        }
        let url = HttpUrl::parse("https://[fe80::1]:8443/x", Strictness::Lab).unwrap();
        assert_eq!((url.host, url.port), ("fe80::1", 8443));
    }
}

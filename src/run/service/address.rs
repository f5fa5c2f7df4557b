//! URLs of servers: `scheme://user:password@host:port/path`.

use percent_encoding::percent_decode_str;

/// The parts of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Decoded; empty if absent.
    pub user: String,
    /// Decoded; empty if absent.
    pub password: String,
    /// Without the brackets of IPv6.
    pub host: String,
    /// Given, or what the scheme implies.
    pub port: u16,
    /// Behind the host, without its first slash.
    pub path: String,
}

impl Address {
    /// Reads a URL; `None` if it is none, or has a scheme without a known port and gives none.
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.trim().split_once("://")?;
        let rest = rest.split(['?', '#']).next()?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (login, server) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        let (host, port) = match server.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                (host, port.strip_prefix(':'))
            }
            None => {
                server.split_once(':').map_or((server, None), |(host, port)| (host, Some(port)))
            }
        };
        let port = match port {
            Some(port) => port.parse().ok()?,
            None => match scheme {
                "postgresql" | "postgres" => 5432,
                "redis" => 6379,
                "amqp" => 5672,
                "http" => 80,
                _ => return None,
            },
        };
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        (!host.is_empty()).then(|| Self {
            user: decode(user),
            password: decode(password),
            host: host.to_owned(),
            port,
            path: decode(path),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn urls_are_taken_apart() {
        let address = Address::parse("amqp://me:p%40ss@[::1]:5673/a%2Fb?heartbeat=1").unwrap();
        let Address { user, password, host, port, path } = address;
        assert_eq!((user, password, host), ("me".to_owned(), "p@ss".to_owned(), "::1".to_owned()));
        assert_eq!((port, path.as_str()), (5673, "a/b"));
        assert_eq!(Address::parse("redis://localhost").unwrap().port, 6379);
        for wrong in ["localhost:6379", "redis://", "redis://host:x", "mysql://host"] {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }
}

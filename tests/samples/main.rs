//! `crib test`, for real: programs run, are stopped, and are compared with their pages.
//!
//! ```console
//! $ cargo test --test samples
//! ```
//!
//! It needs Linux with user namespaces and Landlock, and on `PATH` `python3`, `python3.14`, `python3.15` and
//! `bash`; the tests in `services` need `psql` and servers, named by `CRIB_POSTGRES_URL` and the like
//! (`scripts/pythons`, `scripts/servers`). What is missing fails, and is told. The rule `failed-sample` has its
//! cases here.

#[path = "../it/support.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod support;

mod book;
mod dialect;
mod guide;
mod hostile;
mod report;
mod services;
mod update;
mod versions;

//! Landlock: which files a program may open, and for what. In namespaces it sees no others, and this is a second
//! lock.

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access as _, AccessFs, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetStatus, Scope, path_beneath_rules,
};

use super::Spec;
use super::root::SYSTEM;

/// The kernel interface whose rights are asked for; older kernels give what they have of it.
const NEWEST: ABI = ABI::V6;

/// The oldest that protects what we promise: before it, files could be truncated.
const OLDEST: ABI = ABI::V3;

/// Devices that keep nothing, and shared memory, without which Python has no locks between processes. In namespaces,
/// that and terminals are the program's own.
const DEVICES: [&str; 6] =
    ["/dev/full", "/dev/null", "/dev/random", "/dev/shm", "/dev/urandom", "/dev/zero"];
const OWN_DEVICES: [&str; 2] = ["/dev/ptmx", "/dev/pts"];

/// Restricts this process and what it becomes.
pub(super) fn restrict(spec: &Spec) -> Result<(), String> {
    let readable = SYSTEM.iter().map(PathBuf::from).chain([PathBuf::from("/proc")]);
    let readable = readable.chain(spec.readable.iter().cloned());
    let own = OWN_DEVICES.iter().filter(|_| spec.shields.namespaces);
    let writable = DEVICES.iter().chain(own).map(|device| Path::new(device).to_owned());
    let writable = writable.chain([spec.inside()]);
    let all = AccessFs::from_all(NEWEST);
    let rules = || {
        Ruleset::default()
            .set_compatibility(CompatLevel::HardRequirement)
            .handle_access(AccessFs::from_all(OLDEST))?
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(all)?
            .scope(Scope::from_all(NEWEST))?
            .create()?
            .add_rules(path_beneath_rules(readable, AccessFs::from_read(NEWEST)))?
            .add_rules(path_beneath_rules(writable, all))?
            .restrict_self()
    };
    match rules() {
        Ok(status) if status.ruleset != RulesetStatus::NotEnforced => Ok(()),
        Ok(_) => Err("the kernel does not enforce it".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

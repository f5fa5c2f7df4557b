//! Landlock: which files a program may read and write.

use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetStatus, Scope, path_beneath_rules,
};

use super::Spec;

/// The kernel interface whose rights are asked for; older kernels give what they have of it.
const NEWEST: ABI = ABI::V6;

/// The oldest that protects what we promise: before it, files could be truncated.
const OLDEST: ABI = ABI::V3;

/// What programs of all kinds read: code, and settings that are the same for everyone. No password
/// file, no home folder.
const SYSTEM: [&str; 34] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
    "/proc",
    "/sys/devices/system/cpu",
    "/sys/kernel/mm/transparent_hugepage",
    "/etc/alternatives",
    "/etc/ca-certificates",
    "/etc/gai.conf",
    "/etc/host.conf",
    "/etc/hosts",
    "/etc/inputrc",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/ld.so.preload",
    "/etc/locale.alias",
    "/etc/localtime",
    "/etc/magic",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/perl",
    "/etc/pki",
    "/etc/postgresql-common",
    "/etc/protocols",
    "/etc/services",
    "/etc/ssl",
    "/etc/terminfo",
    "/etc/timezone",
];

/// Devices that keep nothing, and what is mounted anew for each program.
const DEVICES: [&str; 9] = [
    "/dev/fd",
    "/dev/full",
    "/dev/null",
    "/dev/ptmx",
    "/dev/pts",
    "/dev/random",
    "/dev/shm",
    "/dev/urandom",
    "/dev/zero",
];

/// Restricts this process and what it becomes. `has_shared_memory` says that `/dev/shm` is its own.
pub(super) fn restrict(spec: &Spec, has_shared_memory: bool) -> Result<(), String> {
    let devices = DEVICES.iter().filter(|device| has_shared_memory || **device != "/dev/shm");
    let system = SYSTEM.iter().map(Path::new);
    let readable = system.chain(spec.readable.iter().map(AsRef::as_ref));
    let writable = devices.map(Path::new).chain([spec.folder.as_path()]);
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

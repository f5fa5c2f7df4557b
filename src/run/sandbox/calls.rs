//! Calls of the kernel that no sample needs, and that reach what namespaces and Landlock do not shut off: the keys of
//! the user's session, and the limits and memory of the process that watches.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter,
};

/// Always refused, with `EPERM`.
const REFUSED: [i64; 11] = [
    libc::SYS_add_key,
    libc::SYS_bpf,
    libc::SYS_io_uring_setup,
    libc::SYS_keyctl,
    libc::SYS_perf_event_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_request_key,
    libc::SYS_userfaultfd,
];

/// Refuses these calls to this process and to what it becomes.
pub(super) fn restrict() -> Result<(), String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let program = program().map_err(|error| text(&error))?;
    apply_filter(&program).map_err(|error| text(&error))
}

fn program() -> Result<BpfProgram, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        REFUSED.into_iter().map(|call| (call, Vec::new())).collect();
    // Its own limits a program may lower; those of another process are not its business.
    let another = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, 0)?;
    rules.insert(libc::SYS_prlimit64, vec![SeccompRule::new(vec![another])?]);
    let refuse = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    let target = TargetArch::try_from(std::env::consts::ARCH)?;
    SeccompFilter::new(rules, SeccompAction::Allow, refuse, target)?.try_into()
}

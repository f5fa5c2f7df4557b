//! The file system that a program sees: the system's programs and libraries, what its interpreter needs,
//! a few devices, and a folder of its own in memory. All but that is read-only, and nothing else is there: no home
//! folders, no sockets of the machine's services, no other program's files.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Component, Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::pivot_root;

use super::{INSIDE, Spec};

/// What programs of all kinds read: code, and settings that are the same for everyone. No password
/// file, no home folder.
pub(super) const SYSTEM: [&str; 33] = [
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
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

/// Devices that keep nothing.
const DEVICES: [&str; 5] = ["/dev/full", "/dev/null", "/dev/random", "/dev/urandom", "/dev/zero"];

/// Links that programs expect beside them.
const LINKS: [(&str, &str); 5] = [
    ("/proc/self/fd", "dev/fd"),
    ("/proc/self/fd/0", "dev/stdin"),
    ("/proc/self/fd/1", "dev/stdout"),
    ("/proc/self/fd/2", "dev/stderr"),
    ("pts/ptmx", "dev/ptmx"),
];

/// Replaces the root of this process. It must be the first of its mount and process namespaces.
pub(super) fn replace(spec: &Spec) -> io::Result<()> {
    let none = None::<&str>;
    mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none)?;
    let root = spec.folder.join("root");
    fs::create_dir(&root)?;
    let safe = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    mount(Some("tmpfs"), &root, Some("tmpfs"), safe, Some("size=1m,mode=755"))?;
    let mut paths: Vec<PathBuf> = SYSTEM.iter().map(PathBuf::from).collect();
    paths.extend(spec.readable.iter().cloned());
    paths.sort();
    for path in paths {
        expose(&root, &path, true)?;
    }
    devices(&root)?;
    let proc = root.join("proc");
    fs::create_dir(&proc)?;
    mount(Some("proc"), &proc, Some("proc"), safe | MsFlags::MS_NOEXEC, none)?;
    let own = root.join(INSIDE.trim_start_matches('/'));
    fs::create_dir(&own)?;
    mount(Some("tmpfs"), &own, Some("tmpfs"), safe, Some("size=256m,nr_inodes=65536,mode=755"))?;
    spec.furnish(&own)?;
    std::env::set_current_dir(&root)?;
    pivot_root(".", ".")?;
    umount2(".", MntFlags::MNT_DETACH)?;
    std::env::set_current_dir("/")?;
    mount(
        none,
        "/",
        none,
        MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY | safe,
        none,
    )?;
    limit();
    Ok(())
}

/// Limits what belongs to these namespaces alone, as far as the kernel knows how.
fn limit() {
    // Processes and threads: a fork bomb ends at once. Before 6.14 this is the whole machine's.
    if kernel() >= Some((6, 14)) {
        // Numbers below 300 are not given out a second time.
        write("/proc/sys/kernel/pid_max", 300 + super::namespace::MOST_TASKS);
    }
    // Pages of System V shared memory: 128 MiB.
    write("/proc/sys/kernel/shmall", 32_768);
}

/// Returns the version of the kernel.
fn kernel() -> Option<(u32, u32)> {
    #[expect(clippy::disallowed_methods, reason = "a table of the kernel, no file")]
    let text = fs::read_to_string("/proc/sys/kernel/osrelease").ok()?;
    let mut numbers = text.split(|letter: char| !letter.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn write(file: &str, value: u32) {
    #[expect(clippy::disallowed_methods, reason = "a switch of the kernel, no file")]
    drop(fs::write(file, value.to_string()));
}

fn devices(root: &Path) -> io::Result<()> {
    for device in DEVICES {
        expose(root, Path::new(device), false)?;
    }
    for (target, link) in LINKS {
        symlink(target, root.join(link))?;
    }
    let safe = MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC;
    let shared = root.join("dev/shm");
    fs::create_dir(&shared)?;
    let options = Some("size=128m,nr_inodes=65536,mode=1777");
    mount(Some("tmpfs"), &shared, Some("tmpfs"), safe | MsFlags::MS_NODEV, options)?;
    let terminals = root.join("dev/pts");
    fs::create_dir(&terminals)?;
    let options = Some("newinstance,ptmxmode=0666,mode=0620");
    // Few programs want a terminal, and not every system gives one.
    let _ = mount(Some("devpts"), &terminals, Some("devpts"), safe, options);
    Ok(())
}

/// Makes a path of the machine visible under its own name, with the links on the way to it. One that does not
/// exist is passed over.
fn expose(root: &Path, path: &Path, is_read_only: bool) -> io::Result<()> {
    let Some((links, real)) = resolve(path) else { return Ok(()) };
    for (link, target) in links {
        let place = root.join(link.strip_prefix("/").unwrap_or(&link));
        if place.symlink_metadata().is_err() {
            fs::create_dir_all(place.parent().unwrap_or(root))?;
            symlink(target, place)?;
        }
    }
    let place = root.join(real.strip_prefix("/").unwrap_or(&real));
    let same =
        |data: fs::Metadata| real.metadata().is_ok_and(|real| identity(&data) == identity(&real));
    if place.metadata().is_ok_and(same) {
        return Ok(()); // A folder above it is visible already.
    }
    if real.is_dir() {
        fs::create_dir_all(&place)?;
    } else {
        fs::create_dir_all(place.parent().unwrap_or(root))?;
        fs::File::create(&place)?;
    }
    let none = None::<&str>;
    mount(Some(&real), &place, none, MsFlags::MS_BIND | MsFlags::MS_REC, none)?;
    if is_read_only {
        // What its own mount forbids has to stay forbidden.
        let flags = statvfs(&place)?.flags();
        let kept = [
            (FsFlags::ST_NOSUID, MsFlags::MS_NOSUID),
            (FsFlags::ST_NODEV, MsFlags::MS_NODEV),
            (FsFlags::ST_NOEXEC, MsFlags::MS_NOEXEC),
            (FsFlags::ST_NOATIME, MsFlags::MS_NOATIME),
            (FsFlags::ST_NODIRATIME, MsFlags::MS_NODIRATIME),
            (FsFlags::ST_RELATIME, MsFlags::MS_RELATIME),
        ];
        let kept = kept.into_iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, flag)| flag);
        let again = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY;
        mount(none, &place, none, again | kept.collect::<MsFlags>(), none)?;
    }
    Ok(())
}

/// Returns the links that a path leads through, with what they say, and where it ends; `None` for one that does
/// not exist.
fn resolve(path: &Path) -> Option<(Vec<(PathBuf, PathBuf)>, PathBuf)> {
    let mut links = Vec::new();
    let mut rest = plain(path);
    'again: for _ in 0..40 {
        let mut walked = PathBuf::from("/");
        let parts: Vec<Component<'_>> = rest.components().skip(1).collect();
        for (number, part) in parts.iter().enumerate() {
            let folder = walked.clone();
            walked.push(part);
            if walked.symlink_metadata().ok()?.is_symlink() {
                let target = fs::read_link(&walked).ok()?;
                let behind: PathBuf = parts[number + 1..].iter().collect();
                let next = plain(&folder.join(&target).join(behind));
                links.push((walked, target));
                rest = next;
                continue 'again;
            }
        }
        return Some((links, rest));
    }
    None
}

/// Returns an absolute path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::from("/");
    for part in path.components() {
        match part {
            Component::Normal(name) => plain.push(name),
            Component::ParentDir => drop(plain.pop()),
            _ => {}
        }
    }
    plain
}

/// Returns which file something is, on which device.
fn identity(data: &fs::Metadata) -> (u64, u64) {
    (data.dev(), data.ino())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_on_the_way_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        fs::create_dir_all(top.join("versions/3.14.1/bin")).unwrap();
        fs::File::create(top.join("versions/3.14.1/bin/python")).unwrap();
        symlink("3.14.1", top.join("versions/3.14")).unwrap();
        fs::create_dir(top.join("bin")).unwrap();
        symlink("../versions/3.14/bin/python", top.join("bin/python")).unwrap();
        let (links, real) = resolve(&top.join("bin/python")).unwrap();
        assert_eq!(real, top.join("versions/3.14.1/bin/python"));
        let links: Vec<PathBuf> = links.into_iter().map(|(link, _)| link).collect();
        assert_eq!(links, [top.join("bin/python"), top.join("versions/3.14")]);
        assert_eq!(resolve(&top.join("nothing")), None);
        symlink("loop", top.join("loop")).unwrap();
        assert_eq!(resolve(&top.join("loop")), None);
    }
}

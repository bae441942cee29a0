//! A server for one reader on the same machine: it hands out one page and tells when that has changed.
//!
//! It listens on loopback alone. Pages of others may still reach it through a browser: the path begins with
//! a name that nobody can guess, and the head of each request is held against what our own page sends.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::error::CommandError;
use super::request::{Request, read_head};
use crate::page::Page;

/// So many connections are open at a time.
const MOST: usize = 64;
/// A client that sends or takes nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a client that waits is written to, so that one notices when it is gone.
const BEAT: Duration = Duration::from_secs(2);

/// What may be done by a page that is shown, beside what its own policy says.
const HEADERS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
                       Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n\
                       Content-Security-Policy: frame-ancestors 'none'\r\nConnection: close\r\n";

/// What is at a path beside the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// Its media type.
    pub(super) kind: String,
    pub(super) bytes: Cow<'static, [u8]>,
    /// Is it packed by gzip?
    pub(super) is_packed: bool,
}

impl Answer {
    #[cfg_attr(not(feature = "viewer"), expect(dead_code, reason = "without a viewer there is but one page"))]
    pub(super) fn new(kind: &str, bytes: Cow<'static, [u8]>) -> Self {
        Self { kind: kind.to_owned(), bytes, is_packed: false }
    }
}

/// Who is asked for what is at a path beside the page.
pub(super) type Ask = Box<dyn Fn(&str) -> Option<Answer> + Send + Sync>;

/// The page of now.
#[derive(Debug, Clone, Default)]
struct Current {
    /// What tells the page from others.
    version: u64,
    page: Arc<str>,
    /// Why the sources of now cannot be shown.
    trouble: Option<Arc<str>>,
}

/// What all connections share.
struct Shared {
    /// The first part of every path.
    token: String,
    port: u16,
    current: Mutex<Current>,
    changed: Condvar,
    ask: Ask,
    open: AtomicUsize,
}

/// A server that runs until the process ends.
pub(super) struct Server {
    shared: Arc<Shared>,
}

impl Server {
    /// Listens on a port of loopback; on a free one for 0. `ask` answers for all but the page.
    pub(super) fn start(port: u16, ask: Ask) -> Result<Self, CommandError> {
        let cannot = |error| CommandError::Usage(format!("cannot listen on 127.0.0.1:{port}: {error}"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(cannot)?;
        let port = listener.local_addr().map_err(cannot)?.port();
        let shared = Arc::new(Shared {
            token: token(),
            port,
            current: Mutex::default(),
            changed: Condvar::new(),
            ask,
            open: AtomicUsize::new(0),
        });
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                serve_apart(stream, &served);
            }
        });
        Ok(Self { shared })
    }

    /// Where the page is.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.shared.port, self.shared.token)
    }

    /// Shows a page from now on, and tells those who look at the one before.
    pub(super) fn show(&self, page: &Page) {
        *self.shared.lock() =
            Current { version: page.version(), page: Arc::from(page.html()), trouble: None };
        self.shared.changed.notify_all();
    }

    /// Tells those who look at the page why there is no newer one.
    pub(super) fn tell_trouble(&self, trouble: &str) {
        self.shared.lock().trouble = Some(Arc::from(trouble));
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A name that nobody can guess: the standard library takes its keys from the system.
fn token() -> String {
    let part = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", part(), part())
}

fn serve_apart(stream: TcpStream, shared: &Arc<Shared>) {
    if shared.open.fetch_add(1, Ordering::Relaxed) >= MOST {
        shared.open.fetch_sub(1, Ordering::Relaxed);
        return;
    }
    let shared = Arc::clone(shared);
    std::thread::spawn(move || {
        // A client that goes away in the middle has no one to tell.
        let _ = serve(stream, &shared);
        shared.open.fetch_sub(1, Ordering::Relaxed);
    });
}

fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let head = read_head(&mut stream)?;
    let request = Request::read(&head);
    let part = request.as_ref().map_or(Err(400), |request| request.part(shared.port, &shared.token));
    match part {
        Ok("") => {
            let page = Arc::clone(&shared.lock().page);
            begin(&mut stream, "text/html; charset=utf-8", page.len(), false)?;
            stream.write_all(page.as_bytes())?;
        }
        Ok("events") => tell(&mut stream, shared)?,
        Ok(other) => match (shared.ask)(other) {
            Some(answer) => give(&mut stream, &answer)?,
            None => refuse(&mut stream, 404)?,
        },
        Err(status) => refuse(&mut stream, status)?,
    }
    // What is still in the way would make the answer look broken.
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let _ = stream.take(1 << 16).read_to_end(&mut Vec::new());
    Ok(())
}

fn give(stream: &mut TcpStream, answer: &Answer) -> std::io::Result<()> {
    begin(stream, &answer.kind, answer.bytes.len(), answer.is_packed)?;
    stream.write_all(&answer.bytes)
}

fn begin(stream: &mut TcpStream, kind: &str, length: usize, is_packed: bool) -> std::io::Result<()> {
    let packed = if is_packed { "Content-Encoding: gzip\r\n" } else { "" };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{packed}{HEADERS}\r\n"
    )
}

fn refuse(stream: &mut TcpStream, status: u16) -> std::io::Result<()> {
    let words = match status {
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Misdirected Request",
    };
    let text = format!("{status} {words}\n");
    write!(
        stream,
        "HTTP/1.1 {status} {words}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n",
        text.len()
    )?;
    if status == 405 {
        write!(stream, "Allow: GET\r\n")?;
    }
    write!(stream, "{HEADERS}\r\n{text}")
}

/// Tells a client of each change until it goes away.
fn tell(stream: &mut TcpStream, shared: &Shared) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{HEADERS}\r\n")?;
    let mut told: Option<(u64, Option<Arc<str>>)> = None;
    loop {
        let current = shared.lock().clone();
        let now = (current.version, current.trouble.clone());
        if told.as_ref() == Some(&now) {
            stream.write_all(b":\n\n")?;
        } else if let Some(trouble) = &current.trouble {
            let line = serde_json::to_string(&**trouble).unwrap_or_default();
            write!(stream, "event: trouble\ndata: {line}\n\n")?;
        } else {
            write!(stream, "event: page\ndata: {}\n\n", current.version)?;
        }
        stream.flush()?;
        told = Some(now);
        let is_told = |current: &mut Current| {
            told.as_ref().is_some_and(|told| told.0 == current.version && told.1 == current.trouble)
        };
        drop(
            shared
                .changed
                .wait_timeout_while(shared.lock(), BEAT, is_told)
                .unwrap_or_else(PoisonError::into_inner),
        );
    }
}

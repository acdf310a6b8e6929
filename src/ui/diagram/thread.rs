//! Where a thread that is pulled may end, and what letting it go would do, in words. Not the pulling.

use super::hand::Thread;
use super::place;
use crate::scenario::Scenario;
use crate::scenario::edit::kind::Kind;

/// For each service whether the thread that is pulled may end there.
pub(super) fn may_end(scenario: &Scenario, thread: Option<Thread>) -> Vec<bool> {
    let from = match thread {
        Some(Thread::NewCall(from)) => Some(from),
        Some(Thread::CallEnd(call)) => scenario.caller(call),
        Some(Thread::Entry(_)) => return vec![true; scenario.services.len()],
        Some(Thread::New(_)) | None => None,
    };
    let closes = from.map(|from| scenario.would_close_a_cycle(from));
    closes.map_or_else(Vec::new, |closes| closes.into_iter().map(|closes| !closes).collect())
}

/// What letting the thread go would do.
pub(super) fn hint(scenario: &Scenario, thread: Thread, over: Option<place::Place>) -> String {
    let name = |s: usize| scenario.services.get(s).map_or("", |s| s.name.as_str());
    let target = if let Some(place::Place::Service(s)) = over { Some(s) } else { None };
    let allowed = may_end(scenario, Some(thread));
    match (thread, target) {
        (Thread::NewCall(from), Some(to)) if from == to => format!("{} cannot call itself", name(from)),
        (Thread::NewCall(_) | Thread::CallEnd(_), Some(to)) if !allowed.get(to).copied().unwrap_or(true) => {
            format!("A call to {} would close a cycle", name(to))
        }
        (Thread::NewCall(from), Some(to)) => format!("{} calls {}", name(from), name(to)),
        (Thread::NewCall(from), None) => format!("Drop on the service that {} is to call", name(from)),
        (Thread::CallEnd(_), Some(to)) => format!("The call goes to {}", name(to)),
        (Thread::CallEnd(_), None) => "Drop on the service that the call is to go to".to_owned(),
        (Thread::Entry(_), Some(to)) => format!("Requests enter at {}", name(to)),
        (Thread::Entry(_), None) => "Drop on the service where requests are to enter".to_owned(),
        (Thread::New(Kind::Cache), _) => match over {
            Some(place::Place::Call(_) | place::Place::Level(..)) => {
                "A cache in front of this call".to_owned()
            }
            _ => "Drop on the call that the cache is to stand in front of".to_owned(),
        },
        (Thread::New(kind), Some(from)) => {
            format!("A {} that {} calls", kind.label().to_lowercase(), name(from))
        }
        (Thread::New(kind), None) => {
            format!(
                "A {} by itself; drop it on a service to be called from there",
                kind.label().to_lowercase()
            )
        }
    }
}

//! The document in the order of version 1: one description that writes and reads. Not whether what was read is a
//! sound document; [`crate::scenario::Scenario::validate`] says that afterwards.
//!
//! First the shape: names and keys, who owns which step and call, who is called. Then the rows, group by group.
//! A later revision adds at the end of a part, behind `if m.revision >= n`.

use super::super::range::Wire;
use super::model::{Model, Operations, places};
use super::rows::pass_rows;
use super::slug::{self, Taken};
use super::symbol::flag;
use super::{Fault, table};
use crate::scenario::{
    Action, Bucket, Cache, Call, Event, Journey, Key, Operation, Scenario, Service, Step, Target, autoscaler,
    batching, bucket, cache, call, database, event, limits, load, machine, service, slo, work,
};

/// Makes room for what will be read; where it is written there is nothing to do.
fn grow<T: Clone>(items: &mut Vec<T>, count: usize, blank: &T) {
    items.resize(count, blank.clone());
}

/// Passes a whole document.
pub(super) fn pass<W: Wire>(
    w: &mut W,
    s: &mut Scenario,
    revision: usize,
    most_text: usize,
) -> Result<(), Fault> {
    let m = &mut Model::new(most_text);
    let revision = m.counts.pass(w, revision);
    if revision > table::REVISION {
        return Err(Fault::Newer(revision));
    }
    s.name = m.text.pass(w, &s.name)?;
    pass_services(w, m, s)?;
    pass_caches(w, m, s)?;
    let operations = Operations::of(s);
    pass_steps(w, m, s, &operations)?;
    pass_calls(w, m, s, &operations)?;
    pass_journeys(w, m, s, &operations)?;
    let points = m.count(w, s.load_series.len(), limits::LOAD_POINTS, "points of the day")?;
    grow(&mut s.load_series, points, &load::LoadPoint::default());
    let events = m.count(w, s.events.len(), limits::EVENTS, "events")?;
    grow(&mut s.events, events, &Event { object: None, rows: event::EventRows::default() });
    for event in &mut s.events {
        let object = m.level.pass(w, event.object.map_or(0, |o| o.saturating_add(1)));
        event.object = object.checked_sub(1);
    }
    let buckets = m.count(w, s.buckets.len(), limits::BUCKETS, "buckets")?;
    grow(&mut s.buckets, buckets, &Bucket { step: 0, rows: bucket::BucketRows::default() });
    let mut expected = 0;
    for bucket in &mut s.buckets {
        bucket.step = m.level.pass_near(w, expected, bucket.step);
        expected = bucket.step;
    }
    pass_rows(w, s, revision)
}

fn pass_services<W: Wire>(w: &mut W, m: &mut Model, s: &mut Scenario) -> Result<(), Fault> {
    let count = m.count(w, s.services.len(), limits::SERVICES, "services")?;
    let blank_key = Key::from_name("", []);
    let operation = Operation { key: blank_key.clone(), name: String::new(), steps: Vec::new() };
    let blank = Service {
        key: blank_key,
        name: String::new(),
        capacity: service::Capacity::default(),
        machine: machine::Machine::default(),
        batching: batching::Batching::default(),
        database: database::Database::default(),
        autoscaler: autoscaler::Autoscaler::default(),
        operations: Vec::new(),
    };
    grow(&mut s.services, count, &blank);
    let mut keys = Taken::default();
    for service in &mut s.services {
        service.name = m.text.pass(w, &service.name)?;
        service.key = m.key(w, &mut keys, &slug::base(&service.name), &service.key)?;
        let count = m.operations.pass(w, service.operations.len());
        if W::READS && count > limits::OPERATIONS {
            return Err(Fault::TooMany("operations of one service", limits::OPERATIONS));
        }
        grow(&mut service.operations, count, &operation);
        let mut keys = Taken::default();
        for operation in &mut service.operations {
            // What every new service starts with.
            const STANDARD: &str = "handle";
            operation.name = if flag(w, &mut m.standard_operation, operation.name == STANDARD) {
                STANDARD.to_owned()
            } else {
                m.text.pass(w, &operation.name)?
            };
            operation.key = m.key(w, &mut keys, &slug::base(&operation.name), &operation.key)?;
        }
    }
    Ok(())
}

fn pass_caches<W: Wire>(w: &mut W, m: &mut Model, s: &mut Scenario) -> Result<(), Fault> {
    let count = m.count(w, s.caches.len(), limits::CACHES, "caches")?;
    let blank = Cache { key: Key::from_name("", []), name: String::new(), rows: cache::CacheRows::default() };
    grow(&mut s.caches, count, &blank);
    let mut keys = Taken::default();
    for cache in &mut s.caches {
        cache.name = m.text.pass(w, &cache.name)?;
        cache.key = m.key(w, &mut keys, &slug::base(&cache.name), &cache.key)?;
    }
    Ok(())
}

fn pass_steps<W: Wire>(
    w: &mut W,
    m: &mut Model,
    s: &mut Scenario,
    operations: &Operations,
) -> Result<(), Fault> {
    let count = m.count(w, s.steps.len(), limits::STEPS, "steps")?;
    let blank = Step { key: Key::from_name("", []), action: Action::Work(work::Work::default()) };
    grow(&mut s.steps, count, &blank);
    let mut lists: Vec<Vec<usize>> = operations.all.iter().map(|&t| s.operation(t).steps.clone()).collect();
    let places = places(&lists, count);
    let mut keys = Taken::default();
    let mut guess = 0;
    for (index, step) in s.steps.iter_mut().enumerate() {
        let owner = m.place(w, (false, guess), places[index], &mut lists, index)?;
        // The next step mostly belongs to the same operation or the next.
        guess = owner;
        let base = operations.all.get(owner).map_or("", |t| s.services[t.service].key.as_str());
        step.key = m.key(w, &mut keys, &slug::base(base), &step.key)?;
        let is_calls = flag(w, &mut m.is_calls, matches!(step.action, Action::Calls(..)));
        if W::READS && is_calls {
            step.action = Action::Calls(work::Join::default(), Vec::new());
        }
    }
    if W::READS {
        for (&at, steps) in operations.all.iter().zip(lists) {
            s.services[at.service].operations[at.operation].steps = steps;
        }
    }
    Ok(())
}

fn pass_calls<W: Wire>(
    w: &mut W,
    m: &mut Model,
    s: &mut Scenario,
    operations: &Operations,
) -> Result<(), Fault> {
    let count = m.count(w, s.calls.len(), limits::CALLS, "calls")?;
    let nowhere = Target { service: 0, operation: 0 };
    let blank = Call {
        key: Key::from_name("", []),
        target: nowhere,
        rows: call::CallRows::default(),
        caches: Vec::new(),
    };
    grow(&mut s.calls, count, &blank);
    let (mut groups, mut lists) = (Vec::new(), Vec::new());
    for (index, step) in s.steps.iter().enumerate() {
        if let Action::Calls(_, calls) = &step.action {
            groups.push(index);
            lists.push(calls.clone());
        }
    }
    let callers: Vec<usize> = s.step_owners();
    let places = places(&lists, count);
    let mut keys = Taken::default();
    let mut guess = 0;
    let caches = s.caches.len();
    for (index, call) in s.calls.iter_mut().enumerate() {
        guess = m.place(w, (true, guess), places[index], &mut lists, index)?;
        let caller = groups.get(guess).map_or(0, |&step| callers[step]);
        // Callers tend to stand before those they call.
        let expected = operations.first.get(caller).map_or(0, |first| first + 1);
        let target = m.target.pass_near(w, expected, operations.number(call.target));
        if W::READS {
            call.target = operations.target(target)?;
        }
        let key_of = |service: usize| s.services.get(service).map(|s| &s.key);
        let base = match (key_of(caller), key_of(call.target.service)) {
            (Some(caller), Some(callee)) => slug::call_base(caller, callee),
            _ => String::new(),
        };
        call.key = m.key(w, &mut keys, &base, &call.key)?;
        let levels = m.levels.pass(w, call.caches.len());
        if W::READS && levels > limits::CACHES {
            return Err(Fault::TooMany("caches in front of one call", limits::CACHES));
        }
        grow(&mut call.caches, levels, &0);
        let mut expected = 0;
        for cache in &mut call.caches {
            *cache = m.level.pass_near(w, expected, *cache);
            if W::READS && *cache >= caches {
                return Err(Fault::Dangling("a cache in front of a call"));
            }
            expected = cache.saturating_add(1);
        }
    }
    if W::READS {
        for (&step, list) in groups.iter().zip(lists) {
            if let Action::Calls(_, calls) = &mut s.steps[step].action {
                *calls = list;
            }
        }
    }
    Ok(())
}

fn pass_journeys<W: Wire>(
    w: &mut W,
    m: &mut Model,
    s: &mut Scenario,
    operations: &Operations,
) -> Result<(), Fault> {
    let count = m.count(w, s.journeys.len(), limits::JOURNEYS, "journeys")?;
    let blank = Journey {
        key: Key::from_name("", []),
        name: String::new(),
        entry: Target { service: 0, operation: 0 },
        load: load::Load::default(),
        slo: slo::Slo::default(),
    };
    grow(&mut s.journeys, count, &blank);
    let mut keys = Taken::default();
    for journey in &mut s.journeys {
        journey.name = m.text.pass(w, &journey.name)?;
        journey.key = m.key(w, &mut keys, &slug::base(&journey.name), &journey.key)?;
        let entry = m.level.pass(w, operations.number(journey.entry));
        if W::READS {
            journey.entry = operations.target(entry)?;
        }
    }
    Ok(())
}

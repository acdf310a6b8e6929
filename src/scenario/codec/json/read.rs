//! A tree of JSON values as a scenario, or the field that keeps it from being one. Not the text; that is `node`.

use super::super::v1::slug;
use super::fields::{Fields, Wanted, keys, names};
use super::node::Node;
use super::order;
use super::rows::Tables;
use super::{FileError, VERSION};
use crate::scenario::bucket::BucketRows;
use crate::scenario::event::{EventRows, What};
use crate::scenario::excerpt::excerpt;
use crate::scenario::load::LoadPoint;
use crate::scenario::valid::Invalid;
use crate::scenario::work::{Join, Work};
use crate::scenario::{Action, Bucket, Call, Event, Key, Operation, Scenario, Step, Target, call, limits};

/// The document of a tree.
pub(super) fn document(node: &Node) -> Result<Scenario, FileError> {
    let mut top = Fields::of(node, String::new(), "a document")?;
    version(&mut top)?;
    let mut r = Reader {
        s: Scenario::default(),
        tables: Tables::new(),
        steps: vec![],
        calls: vec![],
        buckets: vec![],
    };
    r.s.name = top.name()?.unwrap_or_default().to_owned();
    let journeys = top.list("journeys", limits::JOURNEYS)?;
    let services = top.list("services", limits::SERVICES)?;
    r.caches(top.list("caches", limits::CACHES)?)?;
    let operations = r.services(services)?;
    for (at, fields) in operations {
        r.operation(at, fields)?;
    }
    r.finish_steps_and_calls()?;
    r.journeys(journeys)?;
    if let Some(cost) = top.take("cost") {
        Fields::of(cost, "cost".to_owned(), "cost")?.rows(&mut r.s, &r.tables, "scenario", 0)?;
    }
    r.day(top.list("day", limits::LOAD_POINTS)?)?;
    r.events(top.list("events", limits::EVENTS)?)?;
    order::apply(&mut top, &mut r.s)?;
    // By this editors find the schema.
    top.text("$schema")?;
    top.end()?;
    r.s.validate().map_err(|invalid| FileError::at("", invalid.to_string()))?;
    Ok(r.s)
}

fn version(top: &mut Fields) -> Result<(), FileError> {
    match top.take("headroom") {
        Some(Node::Number(number)) if *number == VERSION => Ok(()),
        Some(Node::Number(number)) if *number > VERSION => {
            top.refuse("headroom", "the file was made by a newer version of Headroom than this one")
        }
        _ => top.refuse("headroom", "expected 1, the version of the format"),
    }
}

/// Something that is no object of the document yet: where it stands and its rows.
type Later<'a> = (Wanted, Fields<'a>);

struct Reader<'a> {
    s: Scenario,
    tables: Tables,
    /// By step of the document so far.
    steps: Vec<Later<'a>>,
    /// By call of the document so far.
    calls: Vec<Later<'a>>,
    /// By bucket of the document so far.
    buckets: Vec<Fields<'a>>,
}

impl<'a> Reader<'a> {
    fn caches(&mut self, nodes: &'a [Node]) -> Result<(), FileError> {
        let mut objects = Fields::each(nodes, "caches", "a cache")?;
        for (key, name) in names(&mut objects, None)? {
            let made = self.s.add_cache("").map_err(|e| FileError::at("caches", e.to_string()))?;
            (self.s.caches[made].key, self.s.caches[made].name) = (key, name);
        }
        self.rows_of("cache", objects)
    }

    /// Adds all services with their operations, whose steps are still to be read.
    fn services(&mut self, nodes: &'a [Node]) -> Result<Vec<(Target, Fields<'a>)>, FileError> {
        let mut objects = Fields::each(nodes, "services", "a service")?;
        let mut operations = Vec::new();
        for ((key, name), fields) in names(&mut objects, None)?.into_iter().zip(&mut objects) {
            let made = self.s.add_service("").map_err(|e| FileError::at("services", e.to_string()))?;
            let service = &mut self.s.services[made.service];
            (service.key, service.name) = (key, name);
            let nodes = fields.list("operations", limits::OPERATIONS)?;
            let mut own = Fields::each(nodes, &fields.at("operations"), "an operation")?;
            let usual = service.operations[0].name.clone();
            let named = names(&mut own, Some(&usual))?;
            if !named.is_empty() {
                service.operations.clear();
            }
            for (operation, ((key, name), fields)) in named.into_iter().zip(own).enumerate() {
                service.operations.push(Operation { key, name, steps: Vec::new() });
                operations.push((Target { service: made.service, operation }, fields));
            }
        }
        self.rows_of("service", objects)?;
        Ok(operations)
    }

    fn rows_of(&mut self, kind: &str, objects: Vec<Fields>) -> Result<(), FileError> {
        let (s, tables) = (&mut self.s, &self.tables);
        objects.into_iter().enumerate().try_for_each(|(index, fields)| fields.rows(s, tables, kind, index))
    }

    fn operation(&mut self, at: Target, mut fields: Fields<'a>) -> Result<(), FileError> {
        let steps = fields.list("steps", limits::STEPS - self.s.steps.len())?;
        let list = fields.at("steps");
        fields.end()?;
        for mut step in Fields::each(steps, &list, "a step")? {
            let mut wanted = Wanted::of(&mut step)?;
            wanted.base = slug::base(self.s.services[at.service].key.as_str());
            let (work, calls) = (step.take("work"), step.take("calls"));
            let (place, step_place) = (|name| step.at(name), step.place.clone());
            let (action, rows) = match (work, calls) {
                (Some(work), None) => {
                    let mut work = Fields::of(work, place("work"), "work")?;
                    self.buckets(&mut work)?;
                    (Action::Work(Work::default()), work)
                }
                (None, Some(calls)) => {
                    let mut group = Fields::of(calls, place("calls"), "a group of calls")?;
                    let made = self.group(at.service, &mut group)?;
                    (Action::Calls(Join::default(), made), group)
                }
                _ => return Err(FileError::at(step_place, "expected either work or calls")),
            };
            step.end()?;
            self.s.services[at.service].operations[at.operation].steps.push(self.s.steps.len());
            self.s.steps.push(Step { key: Key::from_name("", []), action });
            self.steps.push((wanted, rows));
        }
        Ok(())
    }

    /// Adds the histogram of the step that comes next.
    fn buckets(&mut self, work: &mut Fields<'a>) -> Result<(), FileError> {
        let nodes = work.list("buckets", limits::BUCKETS - self.s.buckets.len())?;
        let step = self.s.steps.len();
        self.buckets.extend(Fields::each(nodes, &work.at("buckets"), "a bucket")?);
        self.s.buckets.extend(nodes.iter().map(|_| Bucket { step, rows: BucketRows::default() }));
        Ok(())
    }

    fn group(&mut self, caller: usize, group: &mut Fields<'a>) -> Result<Vec<usize>, FileError> {
        let calls = group.list("of", limits::CALLS - self.s.calls.len())?;
        let first = self.s.calls.len();
        for mut fields in Fields::each(calls, &group.at("of"), "a call")? {
            let mut wanted = Wanted::of(&mut fields)?;
            let target = self.target(&mut fields, "to")?;
            let key = |service: usize| &self.s.services[service].key;
            wanted.base = slug::call_base(key(caller), key(target.service));
            let levels = fields.list("caches", limits::CACHES)?;
            let mut caches = Vec::new();
            for (level, node) in levels.iter().enumerate() {
                caches.push(
                    self.cache(node).map_err(|e| FileError::at(fields.at(&format!("caches[{level}]")), e))?,
                );
            }
            let (key, rows) = (Key::from_name("", []), call::CallRows::default());
            self.s.calls.push(Call { key, target, rows, caches });
            self.calls.push((wanted, fields));
        }
        Ok((first..self.s.calls.len()).collect())
    }

    /// An operation that a field names.
    fn target(&self, fields: &mut Fields, name: &'static str) -> Result<Target, FileError> {
        let Some(text) = fields.text(name)? else {
            return fields
                .refuse(name, "expected a service or its operation, as in payment or payment/handle");
        };
        let (service, operation) = text.split_once('/').map_or((text, None), |(s, o)| (s, Some(o)));
        let found = find("service", self.s.services.iter().map(|s| &s.key), service);
        let service = found.or_else(|text| fields.refuse(name, text))?;
        let Some(operation) = operation else { return Ok(Target { service, operation: 0 }) };
        let keys = self.s.services[service].operations.iter().map(|o| &o.key);
        let operation = find("operation", keys, operation).or_else(|text| fields.refuse(name, text))?;
        Ok(Target { service, operation })
    }

    fn cache(&self, node: &Node) -> Result<usize, String> {
        let Node::Text(key) = node else {
            return Err(format!("expected the key of a cache, not {}", node.sort()));
        };
        find("cache", self.s.caches.iter().map(|c| &c.key), key)
    }

    /// Gives steps and calls their keys and rows, and refuses calls in a circle.
    fn finish_steps_and_calls(&mut self) -> Result<(), FileError> {
        let (wanted, steps): (Vec<_>, Vec<_>) = self.steps.drain(..).unzip();
        for (step, key) in self.s.steps.iter_mut().zip(keys(wanted)?) {
            step.key = key;
        }
        let (wanted, calls): (Vec<_>, Vec<_>) = self.calls.drain(..).unzip();
        for (call, key) in self.s.calls.iter_mut().zip(keys(wanted)?) {
            call.key = key;
        }
        if let Some(circle) = self.s.find_cycle() {
            let names = circle.iter().map(|&s| self.s.services[s].name.clone()).collect();
            let closing = circle.windows(2).last().and_then(|last| {
                self.s.edges().find(|&(from, to, _)| [from, to] == *last).map(|edge| calls[edge.2].at("to"))
            });
            return Err(FileError::at(closing.unwrap_or_default(), Invalid::Cycle(names).to_string()));
        }
        self.rows_of("step", steps)?;
        let buckets = std::mem::take(&mut self.buckets);
        self.rows_of("bucket", buckets)?;
        self.rows_of("call", calls)
    }

    fn journeys(&mut self, nodes: &'a [Node]) -> Result<(), FileError> {
        let mut objects = Fields::each(nodes, "journeys", "a journey")?;
        for ((key, name), fields) in names(&mut objects, None)?.into_iter().zip(&mut objects) {
            let entry = self.target(fields, "entry")?;
            let made = self.s.add_journey("", entry);
            let made = made.map_err(|e| FileError::at(fields.place.clone(), e.to_string()))?;
            (self.s.journeys[made].key, self.s.journeys[made].name) = (key, name);
        }
        self.rows_of("journey", objects)
    }

    fn day(&mut self, nodes: &'a [Node]) -> Result<(), FileError> {
        self.s.load_series = vec![LoadPoint::default(); nodes.len()];
        self.rows_of("day", Fields::each(nodes, "day", "a point of the day")?)
    }

    fn events(&mut self, nodes: &'a [Node]) -> Result<(), FileError> {
        let mut objects = Fields::each(nodes, "events", "an event")?;
        let mut said = Vec::new();
        for fields in &mut objects {
            said.push((fields.take("service"), fields.take("cache"), fields.place.clone()));
            self.s.events.push(Event { object: None, rows: EventRows::default() });
        }
        self.rows_of("event", objects)?;
        for (event, (service, cache, place)) in said.into_iter().enumerate() {
            let flushed = self.s.events[event].rows.what == What::CacheFlushed;
            let (name, node, other) =
                if flushed { ("cache", cache, service) } else { ("service", service, cache) };
            if other.is_some() {
                return Err(FileError::at(place, format!("what happens here happens to a {name}")));
            }
            let key = match node {
                None => continue,
                Some(Node::Text(key)) => key,
                Some(node) => {
                    let text = format!("expected the key of a {name}, not {}", node.sort());
                    return Err(FileError::at(format!("{place}.{name}"), text));
                }
            };
            let found = if flushed {
                find(name, self.s.caches.iter().map(|c| &c.key), key)
            } else {
                find(name, self.s.services.iter().map(|s| &s.key), key)
            };
            self.s.events[event].object =
                Some(found.map_err(|text| FileError::at(format!("{place}.{name}"), text))?);
        }
        Ok(())
    }
}

/// The place of a key among others.
fn find<'k>(kind: &str, keys: impl Iterator<Item = &'k Key> + Clone, key: &str) -> Result<usize, String> {
    keys.clone().position(|k| k.as_str() == key).ok_or_else(|| {
        let mut some: Vec<_> = keys.take(11).map(Key::to_string).collect();
        if some.len() > 10 {
            "others".clone_into(&mut some[10]);
        }
        let there_are = if some.is_empty() { "there is none".to_owned() } else { some.join(", ") };
        format!("there is no {kind} `{}`; expected one of: {there_are}", excerpt(key))
    })
}

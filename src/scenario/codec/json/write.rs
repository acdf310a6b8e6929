//! A scenario as a tree of JSON values. Not their text; that is `node`.

use super::VERSION;
use super::node::Node;
use super::rows::Tables;
use crate::scenario::event::What;
use crate::scenario::{Action, Event, Key, Scenario, Service, Target};

type Fields = Vec<(String, Node)>;

fn text(value: &str) -> Node {
    Node::Text(value.to_owned())
}

fn put(fields: &mut Fields, name: &str, value: Node) {
    fields.push((name.to_owned(), value));
}

/// Puts a list unless it is empty.
fn put_list(fields: &mut Fields, name: &str, items: Vec<Node>) {
    if !items.is_empty() {
        put(fields, name, Node::List(items));
    }
}

/// The key, and the name where it says more.
fn named(key: &Key, name: &str) -> Fields {
    let mut fields = vec![("key".to_owned(), text(key.as_str()))];
    if name != key.as_str() {
        put(&mut fields, "name", text(name));
    }
    fields
}

/// The tree of a document.
pub(super) fn document(s: &Scenario) -> Node {
    let w = Writer { s, tables: Tables::new() };
    let mut fields = Vec::new();
    put(&mut fields, "headroom", Node::Number(VERSION));
    put(&mut fields, "name", text(&s.name));
    put_list(&mut fields, "journeys", w.each("journey", s.journeys.len(), |j| w.journey(j)));
    put_list(&mut fields, "services", w.each("service", s.services.len(), |i| w.service(i)));
    put_list(
        &mut fields,
        "caches",
        w.each("cache", s.caches.len(), |c| (named(&s.caches[c].key, &s.caches[c].name), Vec::new())),
    );
    let cost = w.tables.write(s, "scenario", 0);
    if !cost.is_empty() {
        put(&mut fields, "cost", Node::Object(cost));
    }
    put_list(&mut fields, "day", w.each("day", s.load_series.len(), |_| <(Fields, Fields)>::default()));
    put_list(
        &mut fields,
        "events",
        w.each("event", s.events.len(), |e| (Vec::new(), w.happens_to(&s.events[e]))),
    );
    let order = w.order();
    if !order.is_empty() {
        put(&mut fields, "order", Node::Object(order));
    }
    Node::Object(fields)
}

struct Writer<'a> {
    s: &'a Scenario,
    tables: Tables,
}

impl Writer<'_> {
    /// Objects of a kind: the fields before their rows, the rows, the fields behind them.
    fn each(&self, kind: &str, count: usize, around: impl Fn(usize) -> (Fields, Fields)) -> Vec<Node> {
        let object = |index| {
            let (mut fields, behind) = around(index);
            fields.extend(self.tables.write(self.s, kind, index));
            fields.extend(behind);
            Node::Object(fields)
        };
        (0..count).map(object).collect()
    }

    fn journey(&self, index: usize) -> (Fields, Fields) {
        let journey = &self.s.journeys[index];
        let mut fields = named(&journey.key, &journey.name);
        put(&mut fields, "entry", self.target(journey.entry));
        (fields, Vec::new())
    }

    /// An operation by its service, and its own key where the service has several.
    fn target(&self, target: Target) -> Node {
        let service = &self.s.services[target.service];
        match service.operations.as_slice() {
            [_] => text(service.key.as_str()),
            operations => text(&format!("{}/{}", service.key, operations[target.operation].key)),
        }
    }

    fn service(&self, index: usize) -> (Fields, Fields) {
        let service = &self.s.services[index];
        let mut behind = Vec::new();
        put_list(&mut behind, "operations", self.operations(service));
        (named(&service.key, &service.name), behind)
    }

    fn operations(&self, service: &Service) -> Vec<Node> {
        let operations = service.operations.iter().map(|operation| {
            let mut fields = named(&operation.key, &operation.name);
            put_list(&mut fields, "steps", operation.steps.iter().map(|&step| self.step(step)).collect());
            Node::Object(fields)
        });
        operations.collect()
    }

    fn step(&self, index: usize) -> Node {
        let step = &self.s.steps[index];
        let mut fields = vec![("key".to_owned(), text(step.key.as_str()))];
        let mut rows = self.tables.write(self.s, "step", index);
        match &step.action {
            Action::Work(_) => {
                put_list(&mut rows, "buckets", self.buckets(index));
                put(&mut fields, "work", Node::Object(rows));
            }
            Action::Calls(_, calls) => {
                put_list(&mut rows, "of", calls.iter().map(|&call| self.call(call)).collect());
                put(&mut fields, "calls", Node::Object(rows));
            }
        }
        Node::Object(fields)
    }

    /// The histogram of a step.
    fn buckets(&self, step: usize) -> Vec<Node> {
        let own = (0..self.s.buckets.len()).filter(|&b| self.s.buckets[b].step == step);
        own.map(|b| Node::Object(self.tables.write(self.s, "bucket", b))).collect()
    }

    fn call(&self, index: usize) -> Node {
        let call = &self.s.calls[index];
        let mut fields = vec![("key".to_owned(), text(call.key.as_str()))];
        put(&mut fields, "to", self.target(call.target));
        let caches = call.caches.iter().map(|&cache| text(self.s.caches[cache].key.as_str()));
        put_list(&mut fields, "caches", caches.collect());
        fields.extend(self.tables.write(self.s, "call", index));
        Node::Object(fields)
    }

    fn happens_to(&self, event: &Event) -> Fields {
        let Some(object) = event.object else { return Vec::new() };
        if event.rows.what == What::CacheFlushed {
            vec![("cache".to_owned(), text(self.s.caches[object].key.as_str()))]
        } else {
            vec![("service".to_owned(), text(self.s.services[object].key.as_str()))]
        }
    }

    /// The keys of steps and calls in the order of their numbers, and of the steps of all buckets in the order of those,
    /// where that is not the order of their places.
    fn order(&self) -> Fields {
        let s = self.s;
        let operations = s.services.iter().flat_map(|x| &x.operations);
        let steps: Vec<usize> = operations.flat_map(|o| &o.steps).copied().collect();
        let calls = steps.iter().flat_map(|&step| match &s.steps[step].action {
            Action::Calls(_, calls) => calls.as_slice(),
            Action::Work(_) => &[],
        });
        let calls: Vec<usize> = calls.copied().collect();
        let mut fields = Vec::new();
        if !steps.is_sorted() {
            put_list(&mut fields, "steps", s.steps.iter().map(|x| text(x.key.as_str())).collect());
        }
        if !calls.is_sorted() {
            put_list(&mut fields, "calls", s.calls.iter().map(|x| text(x.key.as_str())).collect());
        }
        let mut place = vec![0; s.steps.len()];
        for (at, &step) in steps.iter().enumerate() {
            place[step] = at;
        }
        if !s.buckets.is_sorted_by_key(|b| place[b.step]) {
            let of = s.buckets.iter().map(|b| text(s.steps[b.step].key.as_str()));
            put_list(&mut fields, "buckets", of.collect());
        }
        fields
    }
}

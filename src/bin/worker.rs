//! Serves the worker: requests in, replies out. Not the work itself; that is [`headroom::job`].

use headroom::job::{Request, Runner};
use headroom::web::serve::{Work, serve};

#[derive(Default)]
struct Served(Runner);

impl Work for Served {
    fn hear(&mut self, bytes: &[u8]) {
        // Bytes that are no request come from no page of this build, and there is no run to answer.
        if let Ok(request) = Request::from_bytes(bytes) {
            self.0.handle(request);
        }
    }

    fn step(&mut self) -> Option<Vec<u8>> {
        self.0.step().map(|reply| reply.to_bytes())
    }

    fn has_work(&self) -> bool {
        self.0.has_work()
    }
}

fn main() {
    serve(Served::default());
}

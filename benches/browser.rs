//! How long the cases of `cases` take in a browser: a page without anything, driven by `tools/bench.mjs`. The same natively
//! is `native.rs`; what is timed, `cases`.

#[cfg(target_arch = "wasm32")]
mod cases;

#[cfg(target_arch = "wasm32")]
mod page {
    use super::cases;
    use headroom::scenario::codec;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
    }

    /// The time of one sample: long against the clock's own steps [ms].
    const SAMPLE: f64 = 20.0;
    /// Samples of which the median is taken.
    const SAMPLES: usize = 15;

    /// Every case as `question/name`, requests and visits, a line each with tabs between.
    #[wasm_bindgen]
    pub fn names() -> String {
        let line = |c: &cases::Case| format!("{}/{}\t{}\t{}", c.question, c.name, c.requests, c.visits);
        cases::all().iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The systems whose page is timed: name and fragment, a line each with a tab between.
    #[wasm_bindgen]
    pub fn links() -> String {
        let systems = [
            ("checkout-of-7", cases::systems::checkout_of_seven()),
            ("20-services-that-retry", cases::systems::retrying_tree(20)),
        ];
        let line = |(name, scenario)| format!("{name}\t{}", codec::encode(&scenario));
        systems.map(line).join("\n")
    }

    /// The median time of a case [ms].
    #[wasm_bindgen]
    pub fn measure(case: usize) -> f64 {
        let mut case = cases::all().swap_remove(case);
        // As often as fills a sample; by then the browser has compiled it well.
        let (mut times, mut took) = (1, 0.0);
        while took < SAMPLE {
            times *= if took > 0.0 { (SAMPLE / took).clamp(1.5, 10.0).ceil() as u32 } else { 10 };
            took = sample(&mut case, times);
        }
        let mut samples: Vec<f64> =
            (0..SAMPLES).map(|_| sample(&mut case, times) / f64::from(times)).collect();
        samples.sort_by(f64::total_cmp);
        samples[SAMPLES / 2]
    }

    fn sample(case: &mut cases::Case, times: u32) -> f64 {
        let start = now();
        for _ in 0..times {
            (case.run)();
        }
        now() - start
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("This one is for a browser: run `make bench`.");
}

//! The one integration binary: what holds across modules, natively and in WebAssembly alike.

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod app;
mod app_replay;
#[cfg(not(target_arch = "wasm32"))]
mod arbitrary;
mod baseline;
mod bits;
mod both;
#[cfg(all(feature = "page", not(target_arch = "wasm32")))]
mod chart_case;
#[cfg(all(feature = "page", not(target_arch = "wasm32")))]
mod charts;
#[cfg(all(feature = "page", not(target_arch = "wasm32")))]
mod charts_shared;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod cli;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod cli_play;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod cli_simulate;
#[cfg(not(target_arch = "wasm32"))]
mod doubts;
mod edges;
#[cfg(not(target_arch = "wasm32"))]
mod editing;
mod file_errors;
#[cfg(not(target_arch = "wasm32"))]
mod files;
#[cfg(not(target_arch = "wasm32"))]
mod golden;
mod guest;
#[cfg(not(target_arch = "wasm32"))]
mod hostile;
#[cfg(not(target_arch = "wasm32"))]
mod imports;
mod keep;
mod keep_anyway;
#[cfg(not(target_arch = "wasm32"))]
mod knobs;
mod knobs_typed;
#[cfg(not(target_arch = "wasm32"))]
mod laws;
mod lessons;
#[cfg(not(target_arch = "wasm32"))]
mod link_properties;
mod links;
#[cfg(not(target_arch = "wasm32"))]
mod manual;
mod model;
#[cfg(not(target_arch = "wasm32"))]
mod outputs;
#[cfg(not(target_arch = "wasm32"))]
mod parameters;
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod reference;
#[cfg(not(target_arch = "wasm32"))]
mod sameness;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod seen;
mod simulation;
#[cfg(not(target_arch = "wasm32"))]
mod simulation_caches;
#[cfg(not(target_arch = "wasm32"))]
mod simulation_exact;
#[cfg(not(target_arch = "wasm32"))]
mod simulation_exact_calls;
#[cfg(not(target_arch = "wasm32"))]
mod simulation_exact_replicas;
mod simulation_levers;
#[cfg(not(target_arch = "wasm32"))]
mod simulation_memory;
#[cfg(not(target_arch = "wasm32"))]
mod simulation_others;
#[cfg(not(target_arch = "wasm32"))]
mod simulation_properties;
mod simulation_rules;
#[cfg(not(target_arch = "wasm32"))]
mod sources;
mod stories;
#[cfg(not(target_arch = "wasm32"))]
mod stories_exact;
#[cfg(not(target_arch = "wasm32"))]
mod stories_scaled;
#[cfg(not(target_arch = "wasm32"))]
mod storm;
mod systems;
mod tabs;
#[cfg(not(target_arch = "wasm32"))]
mod tidy;

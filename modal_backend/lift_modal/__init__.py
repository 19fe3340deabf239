"""The server that Lift's remote engine talks to: vLLM with XGrammar on Modal. It shares `lift_ir` with Lift, nothing
else."""

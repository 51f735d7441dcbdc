"""Words of the field that lie no more than a slip apart: one of them is never taken for the other, misspelled."""

_NEIGHBOURS = """
    adaptive/additive basis/bayes/biases blend/blind block/black cached/catched combination/compilation compilation/computation
    competition/composition/computation/completion connection/convection/convention content/context contiguous/continuous
    contract/contrast contrastive/contractive converged/converted correlation/correction crops/cross decay/delay decide/decode
    derivation/deviation derive/drive detect/defect evaluation/evolution event/evens expanding/exploding expansion/explosion
    exploration/exploitation/explanation fifth/fifty eight/eighth/eighty seventh/seventy sixth/sixty flips/flops forget/forgot
    format/formal games/gates gamma/gemma generic/genetic inception/injection/ingestion/insertion/inversion/induction/intention
    inference/influence infer/inner inserted/inverted intersection/interaction/iteration/integration intraclass/interclass
    latent/latest logic/logit macro/micro masked/marked masking/marking/making media/median/medial mixing/mining
    model/modal/module/modulo moments/momenta packed/picked parse/sparse point/print precision/prevision/provision
    present/prevent produce/product projection/protection quantile/quartile radial/radian rescaling/reshaping resnet/resnext/reset
    sample/simple sampler/simpler scalar/scaler score/store/scope sharding/sharing shard/shared shape/share slack/stack
    spares/sparse spike/spoke state/stage strict/struct stride/strike string/strong tiles/times trace/track tracing/tracking
    transition/translation/transaction tuning/turning/turing unmasking/unpacking unpooling/unrolling validation/variation
    value/valve variant/varint
"""
TERMS = frozenset(_NEIGHBOURS.replace("/", " ").split())

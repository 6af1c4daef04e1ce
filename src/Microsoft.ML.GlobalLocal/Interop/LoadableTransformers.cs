using Microsoft.ML;
using Microsoft.ML.GlobalLocal;

// What ML.NET may find by the name in a model zip. The zip names this assembly too, so that a host has nothing to register.
[assembly: LoadableClass(typeof(SpaceTransformer), typeof(TransformerLoader<SpaceTransformer>), null, typeof(SignatureLoadModel), "Representation space", "GlobalLocalSpace")]
[assembly: LoadableClass(typeof(AttentionTransformer), typeof(TransformerLoader<AttentionTransformer>), null, typeof(SignatureLoadModel), "Attention over representation spaces", "GlobalLocalAttention")]
[assembly: LoadableClass(typeof(GlobalLocalTransformer), typeof(TransformerLoader<GlobalLocalTransformer>), null, typeof(SignatureLoadModel), "Global-local recommendation model", "GlobalLocalModel")]
[assembly: LoadableClass(typeof(RecommendationTransformer), typeof(TransformerLoader<RecommendationTransformer>), null, typeof(SignatureLoadModel), "Top-N recommendation", "GlobalLocalRecommend")]
[assembly: LoadableClass(typeof(ClusteringTransformer), typeof(TransformerLoader<ClusteringTransformer>), null, typeof(SignatureLoadModel), "Clusters of items", "GlobalLocalClusters")]
[assembly: LoadableClass(typeof(TripletTransformer), typeof(TransformerLoader<TripletTransformer>), null, typeof(SignatureLoadModel), "Training triplets", "GlobalLocalTriplets")]
[assembly: LoadableClass(typeof(CandidateTransformer), typeof(TransformerLoader<CandidateTransformer>), null, typeof(SignatureLoadModel), "Candidates of users", "GlobalLocalCandidates")]
[assembly: LoadableClass(typeof(TopNTransformer), typeof(TransformerLoader<TopNTransformer>), null, typeof(SignatureLoadModel), "Best candidates of users", "GlobalLocalTopN")]

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSet;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.RDFDataMgr;

/**
 * Asks queries of Jena ARQ over a graph in memory, in one JVM.
 *
 * <p>Arguments: a file of triples, a folder of queries (.rq), rounds to warm up, rounds to time. Each result is written
 * beside its query as SPARQL JSON (.json). Then one line for each timed round: its milliseconds. Parsing of the queries
 * counts, loading of the graph and the start of the JVM do not.
 */
public final class Jena {
    private Jena() {}

    private static void ask(Model model, List<String> texts) {
        for (String text : texts) {
            try (QueryExecution execution = QueryExecutionFactory.create(QueryFactory.create(text), model)) {
                ResultSetFormatter.consume(execution.execSelect());
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        Model model = ModelFactory.createDefaultModel();
        RDFDataMgr.read(model, arguments[0]);
        List<String> texts = new ArrayList<>();
        List<Path> queries = new ArrayList<>();
        try (var found = Files.newDirectoryStream(Path.of(arguments[1]), "*.rq")) {
            found.forEach(queries::add);
        }
        for (Path path : queries) {
            String text = Files.readString(path);
            texts.add(text);
            Query query = QueryFactory.create(text);
            String name = path.getFileName().toString().replace(".rq", ".json");
            try (QueryExecution execution = QueryExecutionFactory.create(query, model);
                    var out = Files.newOutputStream(path.resolveSibling(name))) {
                ResultSet rows = execution.execSelect();
                ResultSetFormatter.outputAsJSON(out, rows);
            }
        }
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            ask(model, texts);
        }
        for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
            long start = System.nanoTime();
            ask(model, texts);
            System.out.println((System.nanoTime() - start) / 1e6);
        }
    }
}

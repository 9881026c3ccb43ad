import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * A server for tests where there is no MongoDB: it speaks its protocol and keeps its data in one file.
 * Arguments: file, port (0 for any). Prints "listening" and the port, and ends with its standard input.
 */
class TestDatabase {
  public static void main(String[] arguments) throws IOException {
    MVStore store = new MVStore.Builder().fileName(arguments[0]).autoCommitDisabled().open();
    H2Backend backend = new H2Backend(store) {
      /** One message at a time, and its changes are in the file before it is answered: a kill loses nothing. */
      @Override
      public synchronized Document handleMessage(MongoMessage message) {
        try {
          return super.handleMessage(message);
        } finally {
          if (store.hasUnsavedChanges()) store.commit();
        }
      }
    };
    backend.version(new OldestSupported());
    MongoServer server = new MongoServer(backend);
    server.bind("127.0.0.1", Integer.parseInt(arguments[1]));
    System.out.println("listening " + server.getLocalAddress().getPort());
    // Whoever started it holds the other end of the input: it does not outlive them.
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }

  /** The oldest version that the driver talks to. */
  static final class OldestSupported implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(4, 4, 0);
    }

    @Override
    public int getWireVersion() {
      return 9;
    }
  }
}
